import { type Family } from "../case.js";
export declare const recurrentFamilies: readonly Family[];
