/** Images and feature maps as sequences for recurrent layers. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
/** The rows of a map as the steps of a sequence: [B, H, W, C] to [B, H, W * C]. */
export declare function rowSequence(tape: Tape, x: Tensor): Tensor;
/** Row by row; row by row in turning directions; or along the border inwards. */
export declare const cellOrders: readonly ["raster", "snake", "spiral"];
export type CellOrder = (typeof cellOrders)[number];
/**
 * Square cells of `size` x `size` positions as the steps of a sequence: [B, H, W, C] to [B, T, size * size * C].
 * @throws {ShapeError} when cells of this size do not fill the map.
 */
export declare function cellSequence(tape: Tape, x: Tensor, size: number, order?: CellOrder): Tensor;
/** Cells row by row, every second row backwards, so that neighbours in time are neighbours in space. */
export declare function snake(rows: number, columns: number): number[];
/** Cells along the border clockwise, then inwards: what lies in the middle comes last. */
export declare function spiral(rows: number, columns: number): number[];
