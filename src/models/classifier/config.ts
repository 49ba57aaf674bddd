/** What an ImageClassifier can be told: one plain object, checked as a whole. */
import * as z from "zod";
import { ArgumentError, excerpt } from "../../errors.js";
import { adversarial } from "../adversarial.js";
import { augmentation } from "../augmentation.js";
import { shards, shardsFor } from "../batch_cut.js";
import { optimizers, schedules } from "../optimizers.js";
import { preprocessing } from "../preprocessing.js";
import { choice, fields, keysOf, number, parseOptions, share, whole } from "../schema.js";
import { networks } from "../zoo/registry.js";

const schema = fields({
  /** Which named network; `networks()` lists them. */
  network: z.string({ error: "the name of a network" }).default("cnnRnn"),
  /** The network's own options; each has a default. */
  networkOptions: z
    .record(z.string(), z.unknown(), { error: "an object with the network's options" })
    .default({}),
  /** What is done to images first, in training and in prediction: `preprocess` lists the steps. Default nothing. */
  preprocess: preprocessing,
  /** Passes over all images. */
  epochs: whole(1, 1e6).default(10),
  /** Images of one step; all of them where there are fewer. */
  batch: whole(1, 1e6).default(32),
  /**
   * Parts that each batch is cut into, a power of two: sums over a batch are made part by part, so that training on several
   * processes, whose number divides this one, ends with the same bits as on one. 1 lets sums be as each kernel likes, for one
   * process. Default 16, or fewer, so that each has eight images of a batch or more: 4 for a batch of 32.
   */
  shards: shards.optional(),
  /** The optimizer. */
  optimizer: choice(keysOf(optimizers)).default("adam"),
  /** Step size; the peak, where the schedule changes it. Default: the network's own, 0.001 where it has none. */
  learningRate: number(1e-12, 10).optional(),
  /** How the learning rate changes: not at all; half a cosine down to 0; or up and down once. */
  schedule: choice(keysOf(schedules)).default("constant"),
  /** As the optimizer defines it. */
  weightDecay: number(0, 10).default(0),
  /** Share of the target that all classes have in equal parts. */
  labelSmoothing: share.default(0),
  /** Whether classes count alike however many images they have, or each image alike. */
  classWeights: choice(["none", "balanced"]).default("none"),
  /**
   * Layers that keep their first values, counted from the network's input on, or "all" but the head: for a network that
   * begins with what it learned elsewhere (`ImageClassifier.fromPretrained`). Frozen batch norms use their running statistics.
   */
  freeze: z.union([whole(0, 1e6), z.literal("all")], { error: 'a whole number from 0, or "all"' }).default(0),
  /**
   * The layer from which on a network that begins with what it learned elsewhere is trained, by its path ("layer3"); those
   * before it keep their first values. In place of `freeze`.
   */
  trainFrom: z.string({ error: "the path of a layer" }).optional(),
  /** Step size of all layers but the head, which was not learned elsewhere. Default: `learningRate`. */
  trunkLearningRate: number(1e-12, 10).optional(),
  /** Random changes of the training images; null for none. */
  augmentation: augmentation.nullable().default(null),
  /**
   * The prediction for each training image is to stay where its pixels change in the direction that changes it most
   * (virtual adversarial training, ../adversarial.ts): small changes then fool the model less.
   */
  adversarial: adversarial.prefault({}),
  /** Mean and standard deviation that pixels from 0 to 1 are normalised by; null measures them on the training images. */
  normalization: fields({ mean: number(-1e6, 1e6), std: number(1e-9, 1e6) })
    .nullable()
    .default(null),
  /** Share of each class's images that is not trained on but judged after each epoch; null for none. */
  validationSplit: z
    .number({ error: "a number between 0 and 1, without them; or null for no validation" })
    .gt(0, { error: "a number between 0 and 1, without them; or null for no validation" })
    .lt(1, { error: "a number between 0 and 1, without them; or null for no validation" })
    .nullable()
    .default(null),
  /** Largest l2 norm of all gradients together; 0 for no limit. */
  clipNorm: number(0, 1e9).default(0),
  /**
   * Weight of the past in the moving average of the weights, 0.999 for about the last thousand steps: epochs are judged
   * with it, and it is the model in the end. null for none.
   */
  weightAverage: z
    .number({ error: "a number from 0 to below 1; or null for no average" })
    .min(0, { error: "a number from 0 to below 1; or null for no average" })
    .lt(1, { error: "a number from 0 to below 1; or null for no average" })
    .nullable()
    .default(null),
  /** Decides everything random: the same seed on the same device gives the same bits. */
  seed: whole(0, 2 ** 32 - 1).default(0),
});

/** Adam's step size in Keras and PyTorch. */
const LEARNING_RATE = 1e-3;

/**
 * The whole configuration, every default filled in.
 * @useDeclaredType
 */
export type ImageClassifierConfig = z.output<typeof schema> & {
  readonly learningRate: number;
  readonly shards: number;
};
/**
 * What a caller gives: any part of it.
 * @useDeclaredType
 */
export type ImageClassifierOptions = z.input<typeof schema>;

/**
 * Checks options and fills in defaults.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export function parseClassifierConfig(options: unknown = {}): ImageClassifierConfig {
  const config = parseOptions(schema, options, "configuration");
  if (config.trainFrom !== undefined && config.freeze !== 0) {
    throw new ArgumentError(
      `configuration.trainFrom is ${excerpt(config.trainFrom)} and configuration.freeze ${config.freeze}: both say which layers keep their values, leave one out`,
    );
  }
  const own = networks().find(({ name }) => name === config.network)?.learningRate;
  return {
    ...config,
    learningRate: config.learningRate ?? own ?? LEARNING_RATE,
    shards: config.shards ?? shardsFor(config.batch),
  };
}
