/** The clusterer's network: the encoder, and several linear heads on its features. */
import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import type { Random } from "../kernels/philox.js";
import { Linear, type Parameter, ParameterStore, type StoredState } from "../layers/index.js";
import { reshape } from "../ops/index.js";
import type { Adam } from "../optim/index.js";
import { Tensor } from "../tensor/index.js";
import type { ImageClustererConfig } from "./config.js";
import { Encoder, type ImageSize, type TrainingStep } from "./encoder.js";

export class Network {
  readonly store = new ParameterStore();
  readonly encoder: Encoder;
  readonly #heads: Linear;
  readonly #config: ImageClustererConfig;

  /**
   * @param state values to begin with; without them they are drawn from the seed. What does not fit the
   *   configuration is refused before any memory is taken.
   * @throws {ModelFileError} when a value is missing or its shape differs.
   */
  constructor(
    readonly device: Device,
    config: ImageClustererConfig,
    size: ImageSize,
    state: StoredState | null = null,
  ) {
    this.#config = config;
    this.encoder = new Encoder(this.store, config, size);
    this.#heads = new Linear(this.store, "heads", this.encoder.features, config.heads * config.clusters);
    if (state) this.store.check(state);
    this.store.allocate(device, config.seed);
    if (state) this.store.load(state);
  }

  /** Pixels [B, H, W, C] to logits [B, heads, K]. */
  forward(tape: Tape, x: Tensor, training: TrainingStep): Tensor {
    return this.logits(tape, this.encoder.forward(tape, x, training));
  }

  /** Features [B, F] to logits [B, heads, K]. */
  logits(tape: Tape, features: Tensor): Tensor {
    const { heads, clusters } = this.#config;
    return reshape(tape, this.#heads.forward(tape, features), [features.shape[0]!, heads, clusters]);
  }

  /**
   * Replaces a head by a noisy copy of another, with the optimizer's moments.
   * It happens rarely, so it is done on the host.
   */
  async copyHead(optimizer: Adam, from: number, to: number, random: Random): Promise<void> {
    const { bias } = this.#heads;
    for (const parameter of bias ? [this.#heads.weight, bias] : [this.#heads.weight]) {
      await this.#copyRows(parameter.value, from, to, (part) => {
        const deviation = this.#config.headRestarts.noise * standardDeviation(part);
        return part.map((value) => value + deviation * random.normal());
      });
      for (const moments of optimizer.moments) await this.#copyRows(momentsOf(parameter, moments), from, to);
    }
  }

  release(): void {
    this.store.release();
  }

  async #copyRows(
    tensor: Tensor,
    from: number,
    to: number,
    change = (part: Float32Array) => part,
  ): Promise<void> {
    const data = (await tensor.data()) as Float32Array;
    const length = tensor.size / this.#config.heads;
    data.set(change(data.slice(from * length, (from + 1) * length)), to * length);
    tensor.write(data);
  }
}

/** The part of a flat moment buffer that belongs to a parameter. */
function momentsOf({ value }: Parameter, moments: Tensor): Tensor {
  return new Tensor(value.device, { ...value.slice, buffer: moments.slice.buffer }, value.shape);
}

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
}
