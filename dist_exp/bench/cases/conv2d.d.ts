import { type Family } from "../case.js";
export declare const conv2dFamilies: readonly Family[];
