/** An image to a feature vector: convolutions, then a recurrent network over the map's rows or cells. */
import type { Tape } from "../../autograd/index.js";
import { ArgumentError } from "../../errors.js";
import { BatchNorm, Conv2d, cellSequence, Module, Recurrent, rowSequence } from "../../nn/index.js";
import { onWholeBatch } from "../../ops/shards.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import type { ImageClustererConfig } from "./config.js";

/** A convolution, batch normalisation and ReLU; the map keeps its size but for the stride. */
class ConvolutionBlock extends Module {
  readonly conv: Conv2d;
  readonly norm: BatchNorm;

  constructor(inputs: number, outputs: number, kernel: number, stride: number) {
    super();
    this.conv = new Conv2d(inputs, outputs, kernel, { stride, padding: Math.floor(kernel / 2) });
    this.norm = new BatchNorm(outputs, { relu: true });
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.norm.forward(tape, this.conv.forward(tape, x));
  }
}

/** What of a clusterer's configuration its encoder depends on. */
export type EncoderConfig = Pick<
  ImageClustererConfig,
  "stem" | "sequence" | "cell" | "hidden" | "layers" | "bidirectional" | "dropout"
>;

export class Encoder extends Module {
  /** Length of a feature vector. */
  readonly features: number;
  readonly stem: readonly ConvolutionBlock[];
  readonly recurrent: Recurrent;
  readonly norm: BatchNorm;
  readonly #sequence: ImageClustererConfig["sequence"];

  /** @throws {ArgumentError} when the configuration's cells do not fill what the stem makes of such images. */
  constructor(config: EncoderConfig, size: ImageSize) {
    super();
    const { cell, hidden, layers, bidirectional, dropout, sequence } = config;
    let { height, width, channels } = size;
    this.stem = config.stem.map(({ channels: outputs, kernel, stride }) => {
      const block = new ConvolutionBlock(channels, outputs, kernel, stride);
      const extent = (length: number) =>
        Math.floor((length + 2 * Math.floor(kernel / 2) - kernel) / stride) + 1;
      [height, width, channels] = [extent(height), extent(width), outputs];
      return block;
    });
    this.#sequence = sequence;
    const inputs = stepWidth(sequence, { height, width, channels });
    this.recurrent = new Recurrent(cell, inputs, hidden, { layers, bidirectional, dropout });
    this.features = this.recurrent.features;
    this.norm = new BatchNorm(this.features);
  }

  /** x [B, H, W, C], pixels 0 to 1; the result is [B, features]; of the whole batch where x is this process's part of one. */
  forward(tape: Tape, x: Tensor): Tensor {
    return onWholeBatch(tape, this.#states(tape, x), (whole) => this.norm.forward(tape, whole));
  }

  /** As `forward`, of x's own rows alone, normalised over the whole batch by shards: for layers above that are shared, too. */
  ownRows(tape: Tape, x: Tensor): Tensor {
    return this.norm.forward(tape, this.#states(tape, x));
  }

  /** The recurrent network's final states, [B, features]. */
  #states(tape: Tape, x: Tensor): Tensor {
    const map = this.stem.reduce((value, block) => block.forward(tape, value), x);
    const sequence = this.#sequence;
    const steps =
      sequence.kind === "rows"
        ? rowSequence(tape, map)
        : cellSequence(tape, map, sequence.size, sequence.order);
    return this.recurrent.forward(tape, steps);
  }
}

function stepWidth(sequence: ImageClustererConfig["sequence"], map: ImageSize): number {
  if (sequence.kind === "rows") return map.width * map.channels;
  const { size } = sequence;
  if (map.height % size !== 0 || map.width % size !== 0) {
    throw new ArgumentError(
      `sequence.size: cells of ${size} do not fill a map of ${map.height} x ${map.width}, ` +
        "which is what the stem makes of the image: choose a divisor of both",
    );
  }
  return size * size * map.channels;
}
