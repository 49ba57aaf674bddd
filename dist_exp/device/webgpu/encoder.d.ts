/** Encodes one submit: a compute pass lasts until something else is asked for, and what is set already is left. */
import type { Step } from "./plans.js";
export declare class SubmitEncoder {
    #private;
    constructor(device: GPUDevice);
    copy(from: GPUBuffer, fromOffset: number, to: GPUBuffer, toOffset: number, bytes: number): void;
    clear(buffer: GPUBuffer, offset: number, bytes: number): void;
    /** Begins a pass of its own for what follows, with its timestamps. */
    beginTimedPass(timestampWrites: GPUComputePassTimestampWrites): void;
    /** `offset`: of the parameters, in bytes. */
    dispatch({ pipeline, x, y, z }: Step, group: GPUBindGroup, offset: number): void;
    endPass(): void;
    finish(): GPUCommandBuffer;
}
