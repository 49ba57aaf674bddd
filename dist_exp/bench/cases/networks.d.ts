import type { Family } from "../case.js";
export declare const networkFamilies: readonly Family[];
