/** How training images are moved, turned, bent and lit at random. */
import type { z } from "zod";
import { fields, number, share } from "./schema.js";

/** Random changes of a batch's images. */
export const augmentation = fields({
  /** Degrees, either way. */
  rotation: number(0, 180).default(20),
  /** Scale is exp(u), u uniform within this either way. */
  scale: number(0, 2).default(0.25),
  /** Shift along x by up to this times y, either way, before turning. */
  shear: number(0, 2).default(0.2),
  /** As a share of half the width or height, either way. */
  translation: number(0, 2).default(0.12),
  /** Standard deviation of the elastic grid's displacements, as a share of half the width or height. */
  elastic: number(0, 1).default(0.04),
  /** Probability of a horizontal flip. */
  flip: share.default(0),
  /** Height of a band of zeros across the image at a random place, as a share of its height. */
  erase: number(0, 0.9).default(0.18),
  /** Share of the training after which nothing is erased any more. */
  eraseUntil: share.default(0.6),
  /** Brightness and contrast change by up to this share. */
  brightness: share.default(0),
  contrast: share.default(0),
});

/** Every setting filled in. */
export type Augmentation = z.output<typeof augmentation>;
/** What a caller gives: any part of it. */
export type AugmentationOptions = z.input<typeof augmentation>;
