/** An image to a feature vector: convolutions, then a recurrent network over the map's rows or cells. */
import type { Tape } from "../autograd/index.js";
import type { RangeOption } from "../data/samples.js";
import { ArgumentError } from "../errors.js";
import { BatchNorm, Conv2d, type ParameterStore, Recurrent } from "../layers/index.js";
import { gatherRows, permute, type RandomSource, reshape, slice } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import type { ImageClustererConfig } from "./config.js";

export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** How samples of more than 8 bits were read, for new images to be read alike; "full" where absent. */
  readonly range?: RangeOption;
}

/** What ops that act differently in training need to know; null in inference. */
export type TrainingStep = (RandomSource & { readonly trackStatistics: boolean }) | null;

export class Encoder {
  /** Length of a feature vector. */
  readonly features: number;
  readonly #stem: { conv: Conv2d; norm: BatchNorm }[] = [];
  readonly #map: ImageSize;
  readonly #recurrent: Recurrent;
  readonly #norm: BatchNorm;
  readonly #config: ImageClustererConfig;

  constructor(store: ParameterStore, config: ImageClustererConfig, size: ImageSize) {
    this.#config = config;
    let { height, width, channels } = size;
    config.stem.forEach(({ channels: outputs, kernel, stride }, i) => {
      const padding = Math.floor(kernel / 2);
      const conv = new Conv2d(store, `stem.${i}.conv`, channels, outputs, kernel, { stride, padding });
      this.#stem.push({ conv, norm: new BatchNorm(store, `stem.${i}.norm`, outputs, { relu: true }) });
      height = Math.floor((height + 2 * padding - kernel) / stride) + 1;
      width = Math.floor((width + 2 * padding - kernel) / stride) + 1;
      channels = outputs;
    });
    this.#map = { height, width, channels };
    const inputs = stepWidth(config.sequence, this.#map);
    const { cell, hidden, layers, bidirectional, dropout } = config;
    this.#recurrent = new Recurrent(store, cell, cell, inputs, hidden, { layers, bidirectional, dropout });
    this.features = hidden * this.#recurrent.directions;
    this.#norm = new BatchNorm(store, "norm", this.features);
  }

  /** x [B, H, W, C], pixels 0 to 1; the result is [B, features]. */
  forward(tape: Tape, x: Tensor, training: TrainingStep): Tensor {
    let map = x;
    for (const { conv, norm } of this.#stem) map = norm.forward(tape, conv.forward(tape, map), training);
    const steps = this.#sequence(tape, map);
    const { final } = this.#recurrent.forward(tape, steps, {}, training);
    // The hidden states of both directions side by side: [S, D, B, H] to [B, D * H].
    const [states, directions, batch, hidden] = final.shape as [number, number, number, number];
    const h = states > 1 ? slice(tape, final, 0, 0, 1) : final;
    const joined = permute(tape, reshape(tape, h, [directions, batch, hidden]), [1, 0, 2]);
    return this.#norm.forward(tape, reshape(tape, joined, [batch, this.features]), training);
  }

  /** [B, H, W, C] to [B, T, I]. */
  #sequence(tape: Tape, map: Tensor): Tensor {
    const { sequence } = this.#config;
    const { height, width, channels } = this.#map;
    const batch = map.shape[0]!;
    if (sequence.kind === "rows") return reshape(tape, map, [batch, height, width * channels]);
    const { size, order } = sequence;
    const [rows, columns] = [height / size, width / size];
    // Cell by cell, row by row: [B * rows, size, columns, size * C] with the middle axes exchanged.
    const strips = reshape(tape, map, [batch * rows, size, columns, size * channels]);
    const inputs = size * size * channels;
    const steps = rows * columns;
    const raster = reshape(tape, permute(tape, strips, [0, 2, 1, 3]), [batch, steps, inputs]);
    if (order === "raster") return raster;
    const places = order === "snake" ? snake(rows, columns) : spiral(rows, columns);
    const index = new Uint32Array(batch * steps);
    for (let b = 0; b < batch; b++)
      index.set(
        places.map((place) => b * steps + place),
        b * steps,
      );
    const flat = reshape(tape, raster, [batch * steps, inputs]);
    const ordered = gatherRows(tape, flat, tape.constant(index, [batch * steps], "u32"));
    return reshape(tape, ordered, [batch, steps, inputs]);
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

/** Cells row by row, every second row backwards, so that neighbours in time are neighbours in space. */
export function snake(rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, step) => {
    const row = Math.floor(step / columns);
    const column = step % columns;
    return row * columns + (row % 2 === 0 ? column : columns - 1 - column);
  });
}

/** Cells along the border clockwise, then inwards: what lies in the middle comes last. */
export function spiral(rows: number, columns: number): number[] {
  const order: number[] = [];
  let [top, left, bottom, right] = [0, 0, rows - 1, columns - 1];
  while (top <= bottom && left <= right) {
    for (let x = left; x <= right; x++) order.push(top * columns + x);
    for (let y = top + 1; y <= bottom; y++) order.push(y * columns + right);
    if (top < bottom) for (let x = right - 1; x >= left; x--) order.push(bottom * columns + x);
    if (left < right) for (let y = bottom - 1; y > top; y--) order.push(y * columns + left);
    top++;
    left++;
    bottom--;
    right--;
  }
  return order;
}
