/** Checks an op's derivative against finite differences. */
import type { Device } from "../device/index.js";
import { Random } from "../random/philox.js";
import { type Shape, type Tensor } from "../tensor/index.js";
import { Tape } from "./tape.js";
export interface GradCheckOptions {
    readonly seed?: number;
    /** Step of the central difference. Default 1e-2: float32 leaves little below. */
    readonly step?: number;
    /** Elements probed per input at most. Default 40. */
    readonly probes?: number;
    /** Draws the inputs; default standard normal. */
    readonly sample?: (random: Random, input: number) => number;
}
export interface GradCheckResult {
    /** Largest |analytic - numeric| over the inputs, relative to the largest |numeric| of its input (or 1). */
    readonly error: number;
    /** Where it is, for a message. */
    readonly worst: string;
}
/**
 * Compares the gradients of `op` with central differences of sum(c * output),
 * where c is a random cotangent: a wrong sum over outputs cannot hide in it.
 */
export declare function gradCheck(device: Device, shapes: readonly Shape[], op: (tape: Tape, inputs: Tensor[]) => Tensor | readonly Tensor[], { seed, step, probes, sample }?: GradCheckOptions): Promise<GradCheckResult>;
