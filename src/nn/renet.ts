/** Recurrent sweeps over a map in both dimensions. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { checkWhole } from "../ops/check.js";
import { type Cell, permute, reshape } from "../ops/index.js";
import { show, type Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import { Recurrent } from "./recurrent.js";
import { cellSequence } from "./sequence.js";

/** Settings of `ReNet`. */
export interface ReNetOptions {
  /** Side of the square patches that the map is read in. Default 2. */
  readonly patch?: number;
  /** Default "gru". */
  readonly cell?: Cell;
}

/**
 * A ReNet layer (Visin et al. 2015), in place of convolution and pooling: a bidirectional recurrent network sweeps each
 * column of patches, another one each row of what the first gave, so that every position of the result has seen all of the
 * map.
 */
export class ReNet extends Module {
  readonly patch: number;
  /** Over columns. */
  readonly vertical: Recurrent;
  /** Over rows. */
  readonly horizontal: Recurrent;

  /**
   * @param channels of the map.
   * @param hidden units of each direction.
   */
  constructor(channels: number, hidden: number, { patch = 2, cell = "gru" }: ReNetOptions = {}) {
    super();
    checkWhole("ReNet", "channels", channels, 1);
    checkWhole("ReNet", "hidden", hidden, 1);
    checkWhole("ReNet", "patch", patch, 1);
    this.patch = patch;
    const options = { bidirectional: true, returnSequences: true };
    this.vertical = new Recurrent(cell, patch * patch * channels, hidden, options);
    this.horizontal = new Recurrent(cell, 2 * hidden, hidden, options);
  }

  /**
   * x [B, H, W, channels] to [B, H / patch, W / patch, 2 * hidden].
   * @throws {ShapeError} when patches do not fill the map.
   */
  forward(tape: Tape, x: Tensor): Tensor {
    const { patch } = this;
    const [batch, height, width] = x.shape as [number, number, number];
    if (x.shape.length !== 4 || height % patch !== 0 || width % patch !== 0) {
      throw new ShapeError(
        `ReNet: x is ${show(x.shape)}, patch is ${patch}: give [batch, height, width, channels], height and width multiples of it`,
      );
    }
    const [rows, columns] = [height / patch, width / patch];
    const patches = cellSequence(tape, x, patch);
    const inputs = patches.shape[2]!;
    const byColumn = permute(tape, reshape(tape, patches, [batch, rows, columns, inputs]), [0, 2, 1, 3]);
    const swept = this.vertical.forward(tape, reshape(tape, byColumn, [batch * columns, rows, inputs]));
    const { features } = this.vertical;
    const byRow = permute(tape, reshape(tape, swept, [batch, columns, rows, features]), [0, 2, 1, 3]);
    const y = this.horizontal.forward(tape, reshape(tape, byRow, [batch * rows, columns, features]));
    return reshape(tape, y, [batch, rows, columns, features]);
  }
}
