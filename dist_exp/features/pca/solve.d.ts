import { type Tensor } from "../../tensor/index.js";
import { type ColumnStatistics } from "../column_statistics.js";
import { type Principal } from "./subspace.js";
export declare const solvers: readonly ["auto", "full", "randomized"];
/** Rows or columns that the exact solver takes at most: its time grows with their third power. */
export declare const MOST_EXACT = 4096;
/** The quicker solver: the exact one makes as many products as rows or columns, the other a few for each component. */
export declare function solverFor(x: Tensor, count: number, approximately: boolean): "full" | "randomized";
/** The `count` principal directions of x [N, D], scaled and centred. */
export declare function principalDirections(x: Tensor, statistics: ColumnStatistics, count: number, solver: "full" | "randomized", seed: number): Promise<Principal>;
