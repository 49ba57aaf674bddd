/** A model of images as a function of float32 pixels: what attacks and certificates need of it. */

import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import type { Tensor } from "../tensor/index.js";
import type { PixelScale } from "./batches.js";
import type { Images } from "./images.js";

export interface PixelNetwork {
  readonly device: Device;
  /** Whether images are changed before the network reads them, by steps that have no derivative. */
  readonly prepares: boolean;
  /** Images as the network reads them, of the same number. */
  prepared(images: Images): Promise<Images>;
  /** How pixels from 0 to 1 are scaled for the network. */
  readonly scale: PixelScale;
  /** Logits of the classes, [B, classes], of scaled pixels [B, H, W, C]; they have a derivative by the pixels. */
  logits(tape: Tape, x: Tensor): Tensor;
}
