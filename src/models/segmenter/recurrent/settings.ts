/** What the method "recurrent" can be told. */
import * as z from "zod";
import { cells } from "../../../ops/index.js";
import { augmentation } from "../../augmentation.js";
import { choice, fields, number, share, whole } from "../../schema.js";
import { segmentationMethod, segmentationMethods } from "../method.js";

/** Convolutions halve a map twice. */
export const STRIDE = 4;

/** Methods that need no training, whose masks can teach. */
const teachers = () => segmentationMethods().filter(({ learns }) => !learns);
const oneOfTeachers = () =>
  `one of ${teachers()
    .map(({ name }) => name)
    .join(", ")}`;

export const settings = fields({
  /** Side in pixels at which images are looked at: a multiple of 4. */
  size: z
    .int({ error: "a multiple of 4 from 8 to 512" })
    .min(8, { error: "a multiple of 4 from 8 to 512" })
    .max(512, { error: "a multiple of 4 from 8 to 512" })
    .multipleOf(STRIDE, { error: "a multiple of 4 from 8 to 512" })
    .default(96),
  /** Channels of the first convolution; the second has twice as many. */
  channels: whole(1, 1024).default(32),
  /** State size of each direction of a sweep. */
  hidden: whole(1, 4096).default(64),
  /** ReNet layers; one lets every position see the whole image. */
  layers: whole(1, 16).default(1),
  /** The sweeps' kind. */
  cell: choice(cells).default("gru"),
  /** Of two regions: the method whose masks the network learns from first. */
  teacher: z
    .string({ error: oneOfTeachers })
    .refine((name) => segmentationMethod(name)?.learns === false, { error: oneOfTeachers })
    .default("inpainting"),
  /**
   * Of two regions: how often the network's own masks take the place of those it learned from, at even distances in the
   * training. Masks that most images contradict fade away so.
   */
  relabellings: whole(0, 100).default(1),
  /** Of more than two: weight of the mutual information of pixel and region, beside consistency. */
  information: number(0, 100).default(0.5),
  /** Of more than two: weight of equal sizes of the regions within it. */
  balance: number(0, 100).default(2),
  /** Weight of the squared difference of neighbouring pixels' probabilities. */
  smoothness: number(0, 100).default(0),
  /**
   * Of two regions: how often the network's masks are then fitted to the colours of both parts and to edges, as the method
   * "inpainting" does with its own; 0 for never, which is three times as fast.
   */
  rounds: whole(0, 100).default(3),
  /** Of that fit: weight of neighbours that look alike beside colours. */
  edges: number(0, 1000).default(4),
  augmentation: augmentation.prefault({
    ...{ rotation: 15, scale: 0.2, shear: 0.1, translation: 0.1, elastic: 0.03, flip: 0.5, erase: 0 },
    ...{ fill: "reflect", brightness: 0.3, contrast: 0.3, saturation: 0.3, hue: 0.05, grey: 0.1 },
  }),
  /** Passes over all images. */
  epochs: whole(1, 1e6).default(12),
  /** Images of one step. */
  batch: whole(1, 1e5).default(32),
  /** Peak of the one-cycle schedule of Adam. */
  learningRate: number(1e-12, 10).default(2e-3),
  /** Share of the training in which the learning rate rises to its peak. */
  warmup: share.default(0.2),
});

/** Settings of the method "recurrent", every default filled in. */
export type RecurrentSettings = z.output<typeof settings>;
