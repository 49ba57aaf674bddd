import { type Tensor } from "../../tensor/index.js";
import type { Measure } from "./measure.js";
import type { Neighbours } from "./neighbours.js";
/**
 * The k nearest of `points` [N, D] to each of `queries` [M, D], moved as `measure` says; `own` where both are one and
 * no row counts itself.
 */
export declare function nearestPoints(queries: Tensor, points: Tensor, measure: Measure, k: number, own: boolean): Promise<Neighbours>;
