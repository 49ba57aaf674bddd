import { type Family } from "../case.js";
export declare const batchNormFamilies: readonly Family[];
