/** ReNet (Visin et al. 2015): recurrent sweeps over columns and rows of patches in place of convolutions. */
import type { Tape } from "../../autograd/index.js";
import { ArgumentError } from "../../errors.js";
import { cellSequence, flatten, Linear, Module, Recurrent } from "../../nn/index.js";
import { type Cell, permute, relu, reshape } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { fields, whole } from "../schema.js";
import { Network } from "./network.js";
import { cell, hidden } from "./options.js";
import { type NetworkInput, registerNetwork } from "./registry.js";

const LAYERS = 2;

const options = fields({
  cell: cell.default("gru"),
  /** State size of each direction of a sweep. */
  hidden: hidden.default(64),
  /** Side of the patches that each layer reads as one. */
  patch: whole(1, 64).default(2),
  /** Width of the dense layer behind the sweeps. */
  dense: whole(1, 65536).default(256),
});

/** Square patches are read up and down by column, and the results to both sides by row. */
class ReNetLayer extends Module {
  readonly vertical: Recurrent;
  readonly horizontal: Recurrent;
  readonly #patch: number;

  constructor(kind: Cell, channels: number, units: number, patch: number) {
    super();
    const both = { bidirectional: true, returnSequences: true };
    this.#patch = patch;
    this.vertical = new Recurrent(kind, patch * patch * channels, units, both);
    this.horizontal = new Recurrent(kind, 2 * units, units, both);
  }

  /** x [B, H, W, C] to [B, H / patch, W / patch, 2 * hidden]. */
  forward(tape: Tape, x: Tensor): Tensor {
    const [batch, height, width] = x.shape as [number, number, number, number];
    const [rows, columns] = [height / this.#patch, width / this.#patch];
    const patches = cellSequence(tape, x, this.#patch);
    const turned = permute(
      tape,
      reshape(tape, patches, [batch, rows, columns, patches.shape[2]!]),
      [0, 2, 1, 3],
    );
    const down = sweep(tape, this.vertical, turned);
    return sweep(tape, this.horizontal, permute(tape, down, [0, 2, 1, 3]));
  }
}

/** Runs over the third axis of [B, N, T, I]: [B, N, T, features]. */
function sweep(tape: Tape, layer: Recurrent, x: Tensor): Tensor {
  const [batch, lines, steps, inputs] = x.shape as [number, number, number, number];
  const y = layer.forward(tape, reshape(tape, x, [batch * lines, steps, inputs]));
  return reshape(tape, y, [batch, lines, steps, layer.features]);
}

class ReNet extends Network {
  readonly featureCount: number;
  readonly layers: readonly ReNetLayer[];
  readonly dense: Linear;
  head: Module;

  constructor({
    size: { height, width, channels },
    classes,
    options: o,
  }: NetworkInput<{ cell: Cell; hidden: number; patch: number; dense: number }>) {
    super();
    const factor = o.patch ** LAYERS;
    if (height % factor !== 0 || width % factor !== 0) {
      throw new ArgumentError(
        `reNet: images are ${height} x ${width} pixels, patch is ${o.patch}: give them sides that are multiples of ` +
          `${factor}, or another patch`,
      );
    }
    this.featureCount = o.dense;
    this.layers = Array.from(
      { length: LAYERS },
      (_, i) => new ReNetLayer(o.cell, i === 0 ? channels : 2 * o.hidden, o.hidden, o.patch),
    );
    this.dense = new Linear((height / factor) * (width / factor) * 2 * o.hidden, o.dense);
    this.head = new Linear(o.dense, classes);
  }

  features(tape: Tape, x: Tensor): Tensor {
    const map = this.layers.reduce((value, layer) => layer.forward(tape, value), x);
    return relu(tape, this.dense.forward(tape, flatten(tape, map)));
  }
}

registerNetwork({
  name: "reNet",
  about: "recurrent sweeps over columns and rows of patches, twice, and a dense layer",
  options,
  build: (input) => new ReNet(input),
});
