/** Convolutions, then a recurrent layer over the rows of the map, for images such as 224 x 224 x 3. */
import type { Tape } from "../../autograd/index.js";
import { Linear, type Module, Recurrent, rowSequence } from "../../nn/index.js";
import { type Cell, relu } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { fields } from "../schema.js";
import { PooledConvolutions } from "./convolutions.js";
import { Network } from "./network.js";
import { cell, hidden } from "./options.js";
import { type NetworkInput, registerNetwork } from "./registry.js";

const CHANNELS = [32, 64, 64];
const DENSE = 64;

const options = fields({
  cell: cell.default("lstm"),
  hidden: hidden.default(128),
});

class CnnRnn extends Network {
  readonly featureCount = DENSE;
  readonly stem: PooledConvolutions;
  readonly recurrent: Recurrent;
  readonly dense: Linear;
  head: Module;

  constructor({ size, classes, options: o }: NetworkInput<{ cell: Cell; hidden: number }>) {
    super();
    this.stem = new PooledConvolutions("cnnRnn", size, CHANNELS);
    const { width, channels } = this.stem.map;
    this.recurrent = new Recurrent(o.cell, width * channels, o.hidden);
    this.dense = new Linear(o.hidden, DENSE);
    this.head = new Linear(DENSE, classes);
  }

  features(tape: Tape, x: Tensor): Tensor {
    const rows = rowSequence(tape, this.stem.forward(tape, x));
    return relu(tape, this.dense.forward(tape, this.recurrent.forward(tape, rows)));
  }
}

registerNetwork({
  name: "cnnRnn",
  about:
    "convolutions of 32, 64 and 64 channels with pooling, a recurrent layer over the map's rows, dense 64",
  options,
  build: (input) => new CnnRnn(input),
});
