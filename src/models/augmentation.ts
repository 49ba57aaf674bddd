/** How training images are moved, turned, bent and lit at random. */
import type * as z from "zod";
import { fills } from "../kernels/images.js";
import { choice, fields, number, share } from "./schema.js";

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
  /**
   * Smallest share of the area that a view shows: a box of this share up to all of it, uniform, at a random place, its
   * aspect ratio between 3/4 and 4/3 of the image's. 1 shows the whole image.
   */
  crop: number(0.01, 1).default(1),
  /**
   * What is seen outside of the image: the median colour of its outermost pixels; the image reflected at its edges; or black.
   */
  fill: choice(fills).default("border"),
  /** Height of a band across the image at a random place, as a share of its height; it has the border's colour, or with `fill` "zero" black. */
  erase: number(0, 0.9).default(0.18),
  /** Share of the training after which nothing is erased any more. */
  eraseUntil: share.default(0.6),
  /** All values are multiplied by 1 plus up to this, either way. */
  brightness: share.default(0),
  /** The distance of values from the image's mean luma is multiplied by 1 plus up to this, either way. */
  contrast: share.default(0),
  /** Of colour images: the distance of colours from grey is multiplied by 1 plus up to this, either way. */
  saturation: share.default(0),
  /** Of colour images: hues turn by up to this share of the circle, either way. */
  hue: number(0, 0.5).default(0),
  /** Of colour images: probability of a view without colour. */
  grey: share.default(0),
});

/**
 * Every setting filled in.
 * @useDeclaredType
 */
export type Augmentation = z.output<typeof augmentation>;
/**
 * What a caller gives: any part of it.
 * @useDeclaredType
 */
export type AugmentationOptions = z.input<typeof augmentation>;
