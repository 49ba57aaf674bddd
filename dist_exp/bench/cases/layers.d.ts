import type { Family } from "../case.js";
export declare const layerBenchFamilies: readonly Family[];
