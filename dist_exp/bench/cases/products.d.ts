import { type Family } from "../case.js";
export declare const productFamilies: readonly Family[];
