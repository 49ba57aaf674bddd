/** The linear map of a layer and its derivative. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
/**
 * x weight^T + bias, as PyTorch's linear: x [N, in], weight [out, in], bias [out].
 */
export declare function linear(tape: Tape, x: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
