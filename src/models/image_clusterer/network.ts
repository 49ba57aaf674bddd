/** The clusterer's network: the encoder, linear heads on its features, and what its training needs besides. */
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

/** Parts that only training has. */
const TRAINING_PARTS = ["projection", "finerHeads"] as const;

export class ClustererNetwork extends Module {
  readonly encoder: Encoder;
  readonly heads: Linear;
  /** What the contrastive term needs; null without one, and in a network that only predicts. */
  readonly projection: Projection | null;
  /** The heads of `objective.overclustering`; null as `projection`. */
  readonly finerHeads: Linear | null;
  readonly #config: ImageClustererConfig;

  /** @param training whether it has what only training needs. */
  constructor(config: ImageClustererConfig, size: ImageSize, { training = false } = {}) {
    super();
    this.#config = config;
    this.encoder = new Encoder(config, size);
    this.heads = new Linear(this.encoder.features, config.heads * config.clusters);
    this.projection =
      training && config.objective.contrastive > 0 ? new Projection(this.encoder.features) : null;
    const { heads, factor } = config.objective.overclustering;
    this.finerHeads =
      training && heads > 0 ? new Linear(this.encoder.features, heads * factor * config.clusters) : null;
  }

  /** Whether it has what only training needs. */
  get trains(): boolean {
    return TRAINING_PARTS.some((part) => this[part] !== null);
  }

  /** Of a state dict what a network that only predicts has. */
  static predicting(state: StateDict): StateDict {
    const needless = (name: string) => TRAINING_PARTS.some((part) => name.startsWith(`${part}.`));
    return new Map([...state].filter(([name]) => !needless(name)));
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

  /** Features [B, F] to logits of finer classes [B, finer heads, factor K]; null without such heads. */
  finerLogits(tape: Tape, features: Tensor): Tensor | null {
    if (!this.finerHeads) return null;
    const { clusters, objective } = this.#config;
    const { heads, factor } = objective.overclustering;
    const shape = [features.shape[0]!, heads, factor * clusters];
    return reshape(tape, this.finerHeads.forward(tape, features), shape);
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
