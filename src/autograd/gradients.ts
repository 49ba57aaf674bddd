/** The gradients of a tape's tensors while `backward` runs: in whose memory they are, and how long that is needed. */
import type { DeviceBuffer } from "../device/index.js";
import type { DType } from "../kernels/kernel.js";
import type { Tensor } from "../tensor/index.js";

export class Gradients {
  readonly #gradients = new Map<Tensor<DType>, Tensor>();
  /** How many gradients are in a buffer. */
  readonly #uses = new Map<DeviceBuffer, number>();
  /** Tensors whose gradient is another one's memory: nothing may be added to it in place. */
  readonly #borrowed = new Set<Tensor<DType>>();
  readonly #retire: (buffer: DeviceBuffer) => void;

  /** @param retire called with memory that no gradient is in any more. */
  constructor(retire: (buffer: DeviceBuffer) => void) {
    this.#retire = retire;
  }

  has(tensor: Tensor<DType>): boolean {
    return this.#gradients.has(tensor);
  }

  get(tensor: Tensor<DType>): Tensor | undefined {
    return this.#gradients.get(tensor);
  }

  /** Whether a gradient is in this memory. */
  isIn(buffer: DeviceBuffer): boolean {
    return this.#uses.has(buffer);
  }

  set(tensor: Tensor<DType>, gradient: Tensor): void {
    const { buffer } = gradient.slice;
    this.#uses.set(buffer, (this.#uses.get(buffer) ?? 0) + 1);
    this.#gradients.set(tensor, gradient);
  }

  /** As `set`, of a gradient in memory of something else. */
  borrow(tensor: Tensor<DType>, gradient: Tensor): void {
    this.set(tensor, gradient);
    this.#borrowed.add(tensor);
  }

  /** The memory of a borrowed gradient, or undefined; `alone` tells whether no other gradient is in it. */
  borrowedFrom(
    tensor: Tensor<DType>,
  ): { readonly buffer: DeviceBuffer; readonly alone: boolean } | undefined {
    const buffer = this.#gradients.get(tensor)?.slice.buffer;
    if (!buffer || !this.#borrowed.has(tensor)) return undefined;
    return { buffer, alone: this.#uses.get(buffer) === 1 };
  }

  /** The gradient gathered so far, in memory that may be added to: of a borrowed one, what `copy` makes of it. */
  own(tensor: Tensor<DType>, copy: (gradient: Tensor) => Tensor): Tensor {
    const gradient = this.#gradients.get(tensor)!;
    if (!this.#borrowed.delete(tensor)) return gradient;
    const own = copy(gradient);
    this.set(tensor, own);
    this.#dropUse(gradient.slice.buffer);
    return own;
  }

  /** Forgets a gradient, if there is one. */
  drop(tensor: Tensor<DType>): void {
    const gradient = this.#gradients.get(tensor);
    if (!gradient) return;
    this.#gradients.delete(tensor);
    this.#borrowed.delete(tensor);
    this.#dropUse(gradient.slice.buffer);
  }

  clear(): void {
    this.#gradients.clear();
  }

  #dropUse(buffer: DeviceBuffer): void {
    const uses = this.#uses.get(buffer)! - 1;
    if (uses > 0) {
      this.#uses.set(buffer, uses);
    } else {
      this.#uses.delete(buffer);
      this.#retire(buffer);
    }
  }
}
