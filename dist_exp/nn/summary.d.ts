import { type DType } from "../kernels/kernel.js";
import { type Shape } from "../tensor/index.js";
import { type AnyModule } from "./module.js";
export interface SummaryOptions {
    /** Element type of the input. Default `f32`. */
    readonly dtype?: DType;
}
/** One call of a layer: of a module without children, or with parameters of its own. */
export interface LayerSummary {
    /** Place in the tree: "encoder.stem.0"; "" for the module itself. */
    readonly path: string;
    /** Name of the class. */
    readonly type: string;
    /** Of the tensors that it was given, and of those that it returned. */
    readonly inputs: readonly Shape[];
    readonly outputs: readonly Shape[];
    /** Its own trained values, frozen ones included; 0 where an earlier row has them. */
    readonly parameters: number;
    /** Whether an earlier row is of the same module. */
    readonly repeated: boolean;
    /** Floating point operations in inference, of the whole batch; those of its children are in their rows. */
    readonly flops: number;
    /** Of the tensors that it returned. */
    readonly outputBytes: number;
}
export interface Summary {
    readonly inputShape: Shape;
    /** In the order of the calls. */
    readonly layers: readonly LayerSummary[];
    /** Values that training changes. */
    readonly trained: number;
    /** Values that training would change, were they not frozen. */
    readonly frozen: number;
    /** Values that are saved and not trained, such as running statistics. */
    readonly states: number;
    /** Floating point operations in inference, of the whole batch: of all layers, and of the ops between them. */
    readonly flops: number;
    readonly flopsPerExample: number;
    /** Of all parameters and states. Training needs as much again for the gradients of the parameters. */
    readonly parameterBytes: number;
    /** Largest device memory of tensors at once in inference, the input included, parameters left out. */
    readonly inferenceBytes: number;
    /** The same in a training step, forward and backward; parameters and their gradients left out. */
    readonly trainingBytes: number;
}
/**
 * Runs `forward` on a device that executes nothing, once in inference and once in training, before or after `to`. The
 * module is afterwards as it was. The ops counted are the native device's.
 * @param inputShape of the one tensor that `forward` takes, batch first: [32, 28, 28, 1].
 * @throws {ShapeError} when shapes do not fit: it names the layer by path and class, and what the layer was given.
 * @throws {ArgumentError} as ShapeError, where a layer refuses another property of its input, such as its type.
 */
export declare function summarize(module: AnyModule, inputShape: Shape, { dtype }?: SummaryOptions): Summary;
