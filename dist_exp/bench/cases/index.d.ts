/** All that `skein bench` can measure. */
import type { Family } from "../case.js";
export declare const families: readonly Family[];
