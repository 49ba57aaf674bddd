/** The clusterer's network: the encoder, several linear heads on its features, and in training a projection. */
import type { Tape } from "../../autograd/index.js";
import { Linear, Module, type StateDict } from "../../nn/index.js";
import { reshape } from "../../ops/index.js";
import type { Optimizer } from "../../optim/index.js";
import type { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { argmaxRows } from "../image_model.js";
import type { ImageSize } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
import { Projection } from "./contrastive.js";
import { Encoder } from "./encoder.js";

export class ClustererNetwork extends Module {
  readonly encoder: Encoder;
  readonly heads: Linear;
  /** What the contrastive term needs; null without one, and in a network that only predicts. */
  readonly projection: Projection | null;
  readonly #config: ImageClustererConfig;

  /** @param training whether it has what only training needs. */
  constructor(config: ImageClustererConfig, size: ImageSize, { training = false } = {}) {
    super();
    this.#config = config;
    this.encoder = new Encoder(config, size);
    this.heads = new Linear(this.encoder.features, config.heads * config.clusters);
    this.projection =
      training && config.objective.contrastive > 0 ? new Projection(this.encoder.features) : null;
  }

  /** Of a state dict what a network that only predicts has. */
  static predicting(state: StateDict): StateDict {
    return new Map([...state].filter(([name]) => !name.startsWith("projection.")));
  }

  /** Pixels [B, H, W, C] to logits [B, heads, K]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return this.logits(tape, this.encoder.forward(tape, x));
  }

  /** Features [B, F] to logits [B, heads, K]. */
  logits(tape: Tape, features: Tensor): Tensor {
    const { heads, clusters } = this.#config;
    return reshape(tape, this.heads.forward(tape, features), [features.shape[0]!, heads, clusters]);
  }

  /** The most probable class of each row by each head, of logits [B, heads, K] on the host. */
  classesByHead(logits: Float32Array): Int32Array[] {
    const { heads, clusters } = this.#config;
    const every = argmaxRows({ rows: logits.length / clusters, columns: clusters, data: logits });
    return Array.from({ length: heads }, (_, head) =>
      Int32Array.from({ length: every.length / heads }, (_, row) => every[row * heads + head]!),
    );
  }

  /**
   * Replaces a head by a noisy copy of another, with the optimizer's moments.
   * It happens rarely, so it is done on the host.
   */
  async copyHead(optimizer: Optimizer, from: number, to: number, random: Random): Promise<void> {
    for (const parameter of this.heads.parameters()) {
      await this.#copyRows(parameter.value, from, to, (part) => {
        const deviation = this.#config.headRestarts.noise * standardDeviation(part);
        return part.map((value) => value + deviation * random.normal());
      });
      for (const moments of optimizer.momentsOf(parameter)) await this.#copyRows(moments, from, to);
    }
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

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
}
