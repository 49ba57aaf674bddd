import { type Tensor } from "../../tensor/index.js";
import type { Matrix } from "../image_model.js";
import type { Examples } from "./examples.js";
import type { Steps } from "./steps.js";
type NamedTransformer = Steps["transformers"][number];
/** Calls `use` with what the transformers make of x, or with x as rows. */
export declare function withFeatures<T>([step, ...rest]: readonly NamedTransformer[], x: Tensor, use: (rows: Tensor) => Promise<T>): Promise<T>;
/** What a step makes of x; the caller releases it. @throws {ShapeError} when a transformer of the user's own gives no row for each example. */
export declare function transformed({ name, transformer }: NamedTransformer, x: Tensor): Promise<Tensor>;
/** Rows of the device as a matrix of the host. */
export declare function hostRows(x: Tensor): Promise<HostRows>;
type HostRows = Matrix & {
    readonly data: Float32Array;
};
/** The rows that `compute` makes of each block, as one matrix. */
export declare function collect({ count, blocks }: Examples, compute: (x: Tensor) => Promise<HostRows>, signal?: AbortSignal): Promise<Matrix & {
    readonly data: Float32Array<ArrayBuffer>;
}>;
export {};
