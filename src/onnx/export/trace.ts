/** What a module records for a batch of images, without computing it. */
import { Tape } from "../../autograd/index.js";
import type { AnyKernel, BindingNames, DType } from "../../kernels/kernel.js";
import type { Shape, Tensor } from "../../tensor/index.js";

/** One kernel that was to run. */
export interface Recorded {
  readonly kernel: string;
  readonly params: { readonly [name: string]: number };
  readonly tensors: { readonly [name: string]: Tensor<DType> };
}

/** A tape that keeps what is recorded on it and computes nothing. */
export class TraceTape extends Tape {
  readonly recorded: Recorded[] = [];
  /** Values that ops gave as constants, and tensors of zeros. */
  readonly constants = new Map<Tensor<DType>["slice"]["buffer"], Float32Array | null>();

  override record<K extends AnyKernel>(
    kernel: K,
    tensors: { readonly [N in BindingNames<K>]: Tensor<DType> },
    params: object,
  ): void {
    this.recorded.push({ kernel: kernel.name, params: params as Recorded["params"], tensors });
  }

  override constant<D extends DType = "f32">(
    values: ArrayBufferView & { readonly length: number },
    shape: Shape,
    dtype: D = "f32" as D,
  ): Tensor<D> {
    const tensor = this.empty(shape, dtype);
    if (values instanceof Float32Array) this.constants.set(tensor.slice.buffer, values.slice());
    return tensor;
  }

  override zeros(shape: Shape): Tensor {
    const tensor = this.empty(shape);
    this.constants.set(tensor.slice.buffer, null);
    return tensor;
  }
}
