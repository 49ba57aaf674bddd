/**
 * Reverse-mode differentiation. Ops record kernels on the tape's device at once
 * and leave a closure that records their derivative; `backward` calls the
 * closures last to first. The tape owns all tensors made on it and releases them
 * together: `withTape(device, (tape) => ...)`.
 */
import { type Device } from "../device/index.js";
import { type AnyKernel, type BindingNames, type DType, type Kernel, type ParamValues } from "../kernels/kernel.js";
import { type Shape, type Tensor } from "../tensor/index.js";
import type { GradientSlot, TapeOptions, TrainingMode } from "./options.js";
export declare class Tape {
    #private;
    readonly device: Device;
    /** Whether derivatives are recorded. */
    readonly recordsGradient: boolean;
    constructor(device: Device, { gradient, training }?: TapeOptions);
    /** How layers act that differ in training; null in inference. */
    get training(): TrainingMode | null;
    /** Runs `work` in another mode than the tape's, such as a second view of the same batch. Returns what it returns. */
    inMode<T>(training: TrainingMode | null, work: () => T): T;
    /**
     * A tensor of the tape with undefined contents. Made for an op that a gradient flows through, it lives until
     * `backward` has run that op's derivative, else as long as the tape. What is made between two ops counts as the
     * later one's: `keep` an initial state that is to be read again.
     */
    empty<D extends DType = "f32">(shape: Shape, dtype?: D): Tensor<D>;
    /** As `empty`, with zeros. */
    zeros(shape: Shape): Tensor;
    /** A copy of host values that lives as long as the tape. */
    constant<D extends DType = "f32">(values: ArrayBufferView & {
        readonly length: number;
    }, shape: Shape, dtype?: D): Tensor<D>;
    /** Has `backward` leave a tensor alone, to be read afterwards; it lives as long as the tape. Returns it. */
    keep<D extends DType>(tensor: Tensor<D>): Tensor<D>;
    /**
     * Takes a tensor out of the tape, with all views of it: it lives until its `release()`. Returns it.
     * @throws {ArgumentError} when the tape does not own it.
     */
    take<D extends DType>(tensor: Tensor<D>): Tensor<D>;
    /**
     * Records a kernel with tensors as bindings.
     * @throws {ArgumentError} when a tensor is of another type than the kernel reads or writes.
     */
    record<K extends AnyKernel>(kernel: K, tensors: {
        readonly [N in BindingNames<K>]: Tensor<DType>;
    }, params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never): void;
    /**
     * Asks for a tensor's gradient: of a leaf before the ops that read it, of an op's output before `backward`
     * (PyTorch's `retain_grad`). `backward` leaves the tensor and its gradient alone. Where `slot` is given, the
     * gradient is written there.
     */
    watch(tensor: Tensor, slot?: GradientSlot): void;
    /** Whether a gradient flows through this tensor. */
    isActive(tensor: Tensor<DType>): boolean;
    /**
     * Registers the derivative of an op. `backward` gets the outputs' gradients
     * (zeros where nothing depends on one) and calls `accumulate` for the inputs.
     * It is dropped where no gradient flows into the inputs.
     */
    derivative<T extends readonly Tensor<DType>[]>(outputs: T, inputs: readonly (Tensor | null | undefined)[], backward: (...gradients: {
        [I in keyof T]: Tensor;
    }) => void): void;
    /**
     * Within `backward`: adds to the inputs' gradients. `write` gets one target per
     * input and must overwrite each of them whole; it is not called where no input
     * needs a gradient. Inputs that need none get a target to ignore.
     */
    accumulate<T extends readonly Tensor[]>(inputs: T, write: (...targets: {
        [I in keyof T]: Tensor;
    }) => void): void;
    /** Within `backward`: hands a gradient on as it is, where an op moves no data. */
    pass(input: Tensor, gradient: Tensor): void;
    /**
     * Records the gradients of a scalar with respect to everything watched. A tape
     * runs backward once: derivatives may overwrite what the forward pass kept.
     *
     * What only derivatives need is released on the way: the outputs of ops that a gradient flows
     * through, what those ops kept, and the gradients of both. The loss, what was watched, kept or made by
     * `constant`, and what no gradient flows through live as long as the tape.
     */
    backward(loss: Tensor): void;
    /** As `backward`, for outputs of any shape with given gradients, which are left as they are. */
    backwardFrom(outputs: readonly Tensor[], gradients: readonly Tensor[]): void;
    /**
     * The gradient of a watched tensor after `backward`, or null where none reached it. It lives as long as the tape.
     * @throws {ArgumentError} when the tensor was not watched: its gradient was released. When `backward` threw.
     */
    gradient(tensor: Tensor): Tensor | null;
    /** Releases everything the tape owns. */
    dispose(): void;
    [Symbol.dispose](): void;
}
