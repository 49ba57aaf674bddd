/** Optimizers, schedules and losses by name, for configurations and `compile`. */
import type { Tape } from "../autograd/index.js";
import type { AnyModule } from "../nn/index.js";
import { type Optimizer, type Schedule } from "../optim/index.js";
import type { Tensor } from "../tensor/index.js";
interface Settings {
    readonly learningRate?: number;
    readonly weightDecay?: number;
}
export declare const optimizers: {
    readonly adam: (model: AnyModule, settings: Settings) => Optimizer;
    readonly adamw: (model: AnyModule, settings: Settings) => Optimizer;
    readonly sgd: (model: AnyModule, settings: Settings) => Optimizer;
    readonly rmsprop: (model: AnyModule, settings: Settings) => Optimizer;
};
export declare const schedules: {
    readonly constant: (rate: number) => () => Schedule;
    readonly cosine: (rate: number) => (steps: number) => Schedule;
    readonly oneCycle: (rate: number) => (steps: number) => Schedule;
};
/** The mean loss of predictions [N, ...] against targets. */
export type Loss = (tape: Tape, predicted: Tensor, target: Tensor) => Tensor;
export declare const losses: {
    /** Logits [N, C] and labels [N] (u32). */
    readonly crossEntropy: (tape: Tape, predicted: Tensor<"f32">, target: Tensor<"f32">) => Tensor<"f32">;
    /** Logits and targets from 0 to 1, of one shape. */
    readonly binaryCrossEntropy: (tape: Tape, predicted: Tensor<"f32">, target: Tensor<"f32">) => Tensor<"f32">;
    readonly meanSquaredError: (tape: Tape, predicted: Tensor<"f32">, target: Tensor<"f32">) => Tensor<"f32">;
    readonly meanAbsoluteError: (tape: Tape, predicted: Tensor<"f32">, target: Tensor<"f32">) => Tensor<"f32">;
};
/** The entry of that name. @throws {ArgumentError} listing the known ones. */
export declare function named<T>(what: string, entries: Readonly<Record<string, T>>, name: string): T;
export {};
