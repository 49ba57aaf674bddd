/** What a pipeline learns from and answers for: images as bytes, or a tensor of images or rows. */
import type { Device } from "../../device/index.js";
import { Tensor } from "../../tensor/index.js";
import { type Images } from "../images.js";
/** Images as bytes, or float32: images [N, H, W, C] with values 0 to 1, or rows [N, D]. */
export type PipelineInput = Images | Tensor;
/** Some examples as float32 on the device, released after their turn. */
export interface Block {
    readonly first: number;
    readonly count: number;
    readonly x: Tensor;
}
/** Examples of one shape, which cross to the device a block at a time. */
export interface Examples {
    readonly count: number;
    /** The shape of one: [H, W, C] or [D]. */
    readonly shape: readonly number[];
    readonly device: Device;
    /** All of them in order. */
    blocks(): AsyncGenerator<Block>;
    /** All where they have at most `values` numbers, else some at even distances. */
    sample<T>(values: number, use: (x: Tensor) => Promise<T>): Promise<T>;
}
/**
 * Checks examples.
 * @throws {ShapeError} for a tensor of another shape or type.
 * @throws {DataError} for no examples, or images whose number of bytes does not fit.
 */
export declare function examplesOf(caller: string, input: PipelineInput, device: () => Promise<Device>): Promise<Examples>;
