/** A network that gives each pixel its region: convolutions, recurrent sweeps over the whole map, and the way back. */
import type { Tape } from "../../../autograd/index.js";
import { BatchNorm, Conv2d, Module, ReNet } from "../../../nn/index.js";
import { concat, upsample2d } from "../../../ops/index.js";
import type { Tensor } from "../../../tensor/index.js";
import type { RecurrentSettings } from "./settings.js";

/** A convolution with batch norm and relu. */
class Block extends Module {
  readonly conv: Conv2d;
  readonly norm: BatchNorm;

  constructor(inputs: number, outputs: number, { kernel = 3, stride = 1 } = {}) {
    super();
    this.conv = new Conv2d(inputs, outputs, kernel, { stride, padding: kernel >> 1, bias: false });
    this.norm = new BatchNorm(outputs, { relu: true });
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.norm.forward(tape, this.conv.forward(tape, x));
  }
}

/**
 * As ReSeg (F. Visin et al., "ReSeg: a recurrent neural network-based model for semantic segmentation", 2016), with small
 * convolutions of its own in place of pretrained ones: two convolutions of stride 2, ReNet layers, so that every position has
 * seen the whole image, then twice upsampling beside what the same resolution had before (Ronneberger et al. 2015).
 */
export class RegionNetwork extends Module {
  readonly fine: Block;
  readonly coarse: Block;
  readonly sweeps: readonly ReNet[];
  readonly narrow: Block;
  readonly half: Block;
  readonly full: Block;
  readonly regions: Conv2d;

  /** @param channels of the images. */
  constructor(
    channels: number,
    regions: number,
    { channels: width, hidden, layers, cell }: RecurrentSettings,
  ) {
    super();
    this.fine = new Block(channels, width, { stride: 2 });
    this.coarse = new Block(width, 2 * width, { stride: 2 });
    this.sweeps = Array.from(
      { length: layers },
      (_, i) => new ReNet(i === 0 ? 2 * width : 2 * hidden, hidden, { patch: 1, cell }),
    );
    this.narrow = new Block(2 * hidden, width, { kernel: 1 });
    this.half = new Block(2 * width, width);
    this.full = new Block(width + channels, Math.max(1, width >> 1));
    this.regions = new Conv2d(Math.max(1, width >> 1), regions, 3, { padding: 1 });
  }

  /** Pixels [B, H, W, C] to logits [B, H, W, K]; H and W are multiples of 4. */
  forward(tape: Tape, x: Tensor): Tensor {
    const fine = this.fine.forward(tape, x);
    const seen = this.sweeps.reduce(
      (map, sweep) => sweep.forward(tape, map),
      this.coarse.forward(tape, fine),
    );
    const back = (map: Tensor, beside: Tensor) =>
      concat(tape, [upsample2d(tape, map, { scaleFactor: 2, mode: "bilinear" }), beside], 3);
    const half = this.half.forward(tape, back(this.narrow.forward(tape, seen), fine));
    return this.regions.forward(tape, this.full.forward(tape, back(half, x)));
  }
}
