/** An LSTM that reads an image row by row: 28-256-10 for digits. */
import type { Tape } from "../../autograd/index.js";
import { Linear, LSTM, type Module, rowSequence } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { fields } from "../schema.js";
import { Network } from "./network.js";
import { hidden } from "./options.js";
import { type NetworkInput, registerNetwork } from "./registry.js";

const options = fields({ hidden: hidden.default(256) });

class RowLstm extends Network {
  readonly featureCount: number;
  readonly lstm: LSTM;
  head: Module;

  constructor({ size, classes, options: { hidden: units } }: NetworkInput<{ hidden: number }>) {
    super();
    this.featureCount = units;
    this.lstm = new LSTM(size.width * size.channels, units);
    this.head = new Linear(units, classes);
  }

  features(tape: Tape, x: Tensor): Tensor {
    return this.lstm.forward(tape, rowSequence(tape, x));
  }
}

registerNetwork({
  name: "rowLstm",
  about: "an LSTM over the rows of an image, and a linear layer on its last state",
  options,
  build: (input) => new RowLstm(input),
});
