/** Arrays whose first axis counts examples, and batches of them on the device. */
import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { type Shape, type Tensor } from "../tensor/index.js";
/** Examples as `Model` takes them: [N, ...]. */
export interface ArrayInput {
    readonly shape: Shape;
    readonly data: Float32Array | Int32Array | Uint32Array | Uint8Array | readonly number[];
}
/**
 * Checks examples: one value for each place of the shape.
 * @throws {ShapeError} when the number of values is another.
 */
export declare function checkInput(name: string, { shape, data }: ArrayInput): void;
/** Labels as classes: whole numbers from 0 up. @throws {DataError} for others. */
export declare function labelsOf(name: string, { shape, data }: ArrayInput): ArrayInput & {
    readonly data: Uint32Array;
};
/** Batches of an array's rows. Floats that one binding holds stay on the device; others are gathered on the host. */
export declare class RowBatches {
    #private;
    readonly count: number;
    constructor(device: Device, input: ArrayInput);
    /** The examples at `indices`, [B, ...], on the tape. Sent to the device before anything of the step is recorded. */
    select(tape: Tape, indices: Uint32Array): Tensor;
    release(): void;
}
type HostData = Exclude<ArrayInput["data"], readonly number[]>;
/** Some examples of an array, on the host. */
export declare function rowsAt({ shape, data }: ArrayInput, indices: Uint32Array): {
    readonly shape: Shape;
    readonly data: HostData;
};
export {};
