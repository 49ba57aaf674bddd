import type { Family } from "../case.js";
export declare const predictFamilies: readonly Family[];
