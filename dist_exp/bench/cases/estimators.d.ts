import type { Family } from "../case.js";
export declare const estimatorFamilies: readonly Family[];
