/** Numbers that stand for weights while these stay as they are: kernels keep what they derive from them under these. */
import type { Device, DeviceBuffer } from "../device/index.js";
import type { Tensor } from "../tensor/index.js";

/** Memory of weights, and how often it was written. */
export type WrittenWeights = readonly (readonly [buffer: DeviceBuffer, writes: number])[];

/** Given once in a process. */
let last = 0;

export class WeightNumbers {
  readonly #device: Device;
  readonly #weights: WrittenWeights;
  readonly #numbers = new Map<string, number>();
  readonly #places: ReadonlyMap<DeviceBuffer, number>;

  /** `derived` is memory of what was computed from the weights. */
  constructor(device: Device, weights: WrittenWeights, derived: readonly DeviceBuffer[]) {
    this.#device = device;
    this.#weights = weights;
    const buffers = [...weights.map(([buffer]) => buffer), ...derived];
    this.#places = new Map(buffers.map((buffer, i) => [buffer, i] as const));
  }

  /** Whether they stand for these weights. */
  are(device: Device, weights: WrittenWeights): boolean {
    return device === this.#device && sameWeights(weights, this.#weights);
  }

  /** The number of a tensor in the weights' memory; 0 for another one. */
  readonly of = ({ slice: { buffer, offset }, shape }: Tensor): number => {
    const place = this.#places.get(buffer);
    if (place === undefined) return 0;
    const key = `${place} ${offset} ${shape}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      last = (last % (2 ** 31 - 1)) + 1;
      number = last;
      this.#numbers.set(key, number);
    }
    return number;
  };

  /** Frees what the device keeps under the numbers. */
  release(): void {
    this.#device.forget([...this.#numbers.values()]);
    this.#numbers.clear();
  }
}

export const sameWeights = (a: WrittenWeights, b: WrittenWeights): boolean =>
  a.length === b.length && a.every(([buffer, writes], i) => buffer === b[i]![0] && writes === b[i]![1]);
