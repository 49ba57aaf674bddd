/** What features share: rows in blocks, so that memory stays bounded, and sums over blocks in float64. */
import { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
/** Elements of one intermediate of a block, about. */
export declare const BLOCK_ELEMENTS: number;
/**
 * Sums over blocks of x's rows [N, D]: `compute` records those of a block in float32, which are added in float64. The
 * sums of a block are read while the device works on the next.
 * @param add how a block's sum number `at` is added; all elements where it is left out.
 */
export declare function sumBlocks(x: Tensor, most: number, compute: (tape: Tape, part: Tensor, first: number) => readonly Tensor[], add?: (total: Float64Array, sum: Float32Array) => void): Promise<Float64Array[]>;
/**
 * A new tensor [N, `columns`], made of x's rows [N, D] block by block: `record` writes those of `part` to `target`.
 * The caller releases it.
 */
export declare function mapBlocks(x: Tensor, columns: number, record: (tape: Tape, part: Tensor, target: Tensor, first: number) => void): Tensor;
/** @throws {ShapeError} unless x [N, D] has the columns that `fit` got. */
export declare function checkColumns(caller: string, x: Tensor, columns: number): void;
