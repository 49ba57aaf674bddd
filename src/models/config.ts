/** What an ImageClusterer can be told: one plain object, checked as a whole. */
import { z } from "zod";
import { ArgumentError } from "../errors.js";
import { cells } from "../ops/index.js";

const whole = (low: number, high = 1e9) => z.number().int().min(low).max(high);
const share = z.number().min(0).max(1);

const convolution = z.strictObject({
  channels: whole(1, 4096),
  /** Window in pixels; padded by half of it. */
  kernel: whole(1, 31),
  stride: whole(1, 16),
});

const sequence = z.discriminatedUnion("kind", [
  /** Each row of the feature map is a step. */
  z.strictObject({ kind: z.literal("rows") }),
  /** Each square cell of the feature map is a step. */
  z.strictObject({
    kind: z.literal("cells"),
    /** Side of a cell, in positions of the map. */
    size: whole(1, 64),
    /** Row by row; row by row in turning directions; or from the border inwards. */
    order: z.enum(["raster", "snake", "spiral"]).default("raster"),
  }),
]);

const augmentation = z.strictObject({
  /** Degrees, either way. */
  rotation: z.number().min(0).max(180).default(20),
  /** Scale is exp(u), u uniform within this either way. */
  scale: z.number().min(0).max(2).default(0.25),
  shear: z.number().min(0).max(2).default(0.2),
  /** As a share of half the width. */
  translation: z.number().min(0).max(2).default(0.12),
  /** Standard deviation of the elastic grid's displacements, as a share of half the width. */
  elastic: z.number().min(0).max(1).default(0.04),
  /** Probability of a horizontal flip. */
  flip: share.default(0),
  /** Height of a band of zeros across the image at a random place, as a share of its height. */
  erase: z.number().min(0).max(0.9).default(0.18),
  /** Share of the training after which nothing is erased any more. */
  eraseUntil: share.default(0.6),
  /** Brightness and contrast change by up to this share. */
  brightness: share.default(0),
  contrast: share.default(0),
});

const objective = z.strictObject({
  /** Weight of the mutual information between image and class, beside consistency. */
  information: z.number().min(0).max(100).default(0.2),
  /** Weight of balanced classes within the mutual information. */
  balance: z.number().min(0).max(100).default(4),
  /**
   * Share of the training after which the gradient flows through both views.
   * Before, the plain image's prediction is a fixed target: quicker to sharpen, but drifting in the long run.
   */
  symmetricFrom: share.default(0.25),
});

const headRestarts = z.strictObject({
  /** Steps between restarts; 0 for none. */
  every: whole(0).default(40),
  /** A head restarts when its running loss is this much above the best one's. */
  margin: z.number().min(0).default(0.03),
  /** Noise on the copied weights, in their standard deviations. */
  noise: z.number().min(0).default(0.1),
});

const schema = z.strictObject({
  /** Number of classes. */
  clusters: whole(2, 10000).default(10),
  stem: z
    .array(convolution)
    .max(8)
    .default([
      { channels: 32, kernel: 5, stride: 2 },
      { channels: 64, kernel: 3, stride: 2 },
    ]),
  sequence: sequence.default({ kind: "rows" }),
  cell: z.enum(cells).default("gru"),
  hidden: whole(1, 8192).default(128),
  layers: whole(1, 16).default(1),
  bidirectional: z.boolean().default(true),
  /** Between recurrent layers. */
  dropout: z.number().min(0).max(0.95).default(0),
  /** Independent classifiers on the same features; the one with the lowest loss is used. */
  heads: whole(1, 256).default(8),
  headRestarts: headRestarts.prefault({}),
  objective: objective.prefault({}),
  augmentation: augmentation.prefault({}),
  epochs: whole(1, 1e6).default(8),
  batch: whole(2, 1e6).default(500),
  /** Peak of the one-cycle schedule. */
  learningRate: z.number().positive().max(10).default(2e-3),
  /** Share of the training in which the learning rate rises to its peak. */
  warmup: share.default(0.19),
  /** Largest l2 norm of all gradients together; 0 for no limit. */
  clipNorm: z.number().min(0).default(0),
  seed: whole(0, 2 ** 32 - 1).default(0),
});

/** The whole configuration, every default filled in. */
export type ImageClustererConfig = z.output<typeof schema>;
/** What a caller gives: any part of it. */
export type ImageClustererOptions = z.input<typeof schema>;

/**
 * Fills in defaults.
 * @throws {ArgumentError} naming the first field that is wrong, and what it takes.
 */
export function parseConfig(options: unknown = {}): ImageClustererConfig {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new ArgumentError(`configuration: ${issue.path.join(".") || "value"}: ${issue.message}`);
}
