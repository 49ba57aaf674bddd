import type { Family } from "../case.js";
export declare const clustererFamilies: readonly Family[];
