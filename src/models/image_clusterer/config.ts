/** What an ImageClusterer can be told: one plain object, checked as a whole. */
import * as z from "zod";
import { ArgumentError } from "../../errors.js";
import { cellOrders } from "../../nn/index.js";
import { cells } from "../../ops/index.js";
import { DEFAULT_SHARDS } from "../../parallel/index.js";
import { adversarialFields } from "../adversarial.js";
import { augmentation } from "../augmentation.js";
import { shards } from "../batch_cut.js";
import { preprocessing } from "../preprocessing.js";
import { AUTO, choice, fields, flag, number, parseOptions, share, whole } from "../schema.js";
import { registeredViews, viewsNames, withViews } from "../views/index.js";

const convolution = fields({
  /** Channels of the result. */
  channels: whole(1, 4096),
  /** Window in pixels; padded by half of it. */
  kernel: whole(1, 31),
  /** Pixels between windows. */
  stride: whole(1, 16),
});

const sequence = z.discriminatedUnion(
  "kind",
  [
    /** Each row of the feature map is a step. */
    fields({ kind: z.literal("rows") }),
    /** Each square cell of the feature map is a step. */
    fields({
      kind: z.literal("cells"),
      /** Side of a cell, in positions of the map. */
      size: whole(1, 64),
      /** Row by row; row by row in turning directions; or from the border inwards. */
      order: choice(cellOrders).default("raster"),
    }),
  ],
  { error: 'an object whose kind is "rows" or "cells"' },
);

const overclustering = fields({
  /** Heads that sort into more classes than K; 0 for none. */
  heads: whole(0, 256).default(0),
  /** Their classes, as a multiple of K. */
  factor: whole(2, 100).default(5),
  /** Weight of the mean of their losses beside that of the other heads. */
  weight: number(0, 100).default(1),
});

const neighbours = fields({
  /** Nearest images of each image, by features that need no training. Each step draws one of them. 0 for none. */
  count: whole(0, 100).default(0),
  /** Weight of the term. */
  weight: number(0, 100).default(0.3),
});

const links = fields({
  /** Pairs of each step, drawn of the links and of what follows from them. */
  pairs: whole(1, 10_000).default(32),
  /** Weight of the term. */
  weight: number(0, 100).default(3),
});

const LENGTH = 'a number from 0.000001 to 1000000, or "neighbours"';
const lengthOfChange = z.number({ error: LENGTH }).min(1e-6, { error: LENGTH }).max(1e6, { error: LENGTH });

const adversarial = fields({
  ...adversarialFields,
  /** Share of the training after which the term counts; before classes have formed it costs accuracy. */
  from: share.default(0.5),
  /**
   * Length (l2) of a change of an image's pixels, which are from 0 to 1; or "neighbours": of each image a quarter of its
   * distance to its tenth neighbour; finding them takes time that grows with the square of the number of images.
   */
  epsilon: z.union([lengthOfChange, z.literal("neighbours")], { error: LENGTH }).default(1),
});

const objective = fields({
  /** Weight of the mutual information between image and class, beside consistency. */
  information: number(0, 100).default(0.2),
  /** Weight of the classes' sizes, equal or as `prior` says, within the mutual information. */
  balance: number(0, 100).default(4),
  /**
   * How many images the classes are to have: as many each ("uniform"), or K shares of them, which are divided by their
   * sum. "auto" asks the images before training (see unequal.ts) and takes equal shares unless others stand out.
   */
  prior: z
    .union([z.enum(["auto", "uniform"]), z.array(number(1e-6, 1e9)).min(2)], {
      error: "auto, uniform, or a list with a share above 0 for each class",
    })
    .default("auto"),
  /**
   * Share of the training after which the gradient flows through both views.
   * Before, the plain image's prediction is a fixed target: quicker to sharpen, but drifting in the long run.
   */
  symmetricFrom: share.default(0.25),
  /**
   * Until then, and where the classes are equal: clusterings of the images' features that are the fixed targets instead
   * (first_targets.ts), a different one for each head, in turn. They take seconds each. 0 for none.
   */
  firstTargets: whole(0, 64).default(0),
  /**
   * Weight of the contrastive term (contrastive.ts): each image is told from the others of its batch by its features.
   * 0 for none. It costs about a tenth of a step.
   */
  contrastive: number(0, 100).default(0),
  /** Of the contrastive term: lower ones look at the most similar other images alone. */
  temperature: number(1e-3, 100).default(0.2),
  /**
   * Further heads that sort into finer classes, by the same objective with equal sizes: features then keep what tells
   * parts of a class apart (Ji, Henriques and Vedaldi, IIC, ICCV 2019). Only training has them.
   */
  overclustering: overclustering.prefault({}),
  /**
   * Each image and one of its neighbours are to have the same class (neighbour_term.ts). Neighbours are those that most
   * of the first targets have in one class, too (neighbour_graph.ts). It takes a third view beside the two of each step.
   */
  neighbours: neighbours.prefault({}),
  /**
   * Where `fit` is given links: pairs of images that share a class, or do not (link_term.ts). A third view shows these images
   * alone: 64 beside two views of a batch.
   */
  links: links.prefault({}),
  /**
   * The class of each image is to stay where its pixels change in the direction that changes it most
   * (virtual adversarial training, ../adversarial.ts): small changes then fool the model less.
   */
  adversarial: adversarial.prefault({}),
});

const selfLabelling = fields({
  /** Share of the training after which images that a head is sure of get its class as a label; 1 for none. */
  from: share.default(1),
  /** Probability above which a head is sure. */
  threshold: number(0.5, 0.9999).default(0.99),
  /** Weight of the term, beside the other ones. */
  weight: number(0, 100).default(1),
});

const multiCrop = fields({
  /** Further views of each image, which show parts of it; 0 for none. Each costs as much as a view of the whole. */
  views: whole(0, 16).default(0),
  /** Smallest share of the area that they show, in place of `augmentation.crop`. */
  crop: number(0.01, 1).default(0.3),
  /** Weight of the term. */
  weight: number(0, 100).default(1),
});

const headRestarts = fields({
  /** Steps between restarts; 0 for none. */
  every: whole(0, 1e9).default(40),
  /** A head restarts when its running loss is this much above the best one's. */
  margin: number(0, 1e9).default(0.03),
  /** Noise on the copied weights, in their standard deviations. */
  noise: number(0, 1e9).default(0.1),
});

const earlyStop = fields({
  /** Checks in a row at which the classes must not have changed; 0 trains to the last epoch. There are 20 in all epochs. */
  checks: whole(0, 20).default(3),
  /** Share of the images whose class may differ between two checks. */
  change: share.default(0.01),
});

const oneOfViews = () => `one of ${viewsNames().join(", ")}`;
const DEFAULT_CLUSTERS = 10;

/** What decides the encoder; the named network `stemRnn` takes the same. */
export const encoderFields = {
  /** Convolutions before the recurrent network, each with batch norm and relu; [] reads the pixels themselves. */
  stem: z
    .array(convolution, { error: "a list of up to 8 convolutions" })
    .max(8, { error: "a list of up to 8 convolutions" })
    .default([
      { channels: 32, kernel: 5, stride: 2 },
      { channels: 64, kernel: 3, stride: 2 },
    ]),
  /** How an image, or what the stem made of it, becomes a sequence. */
  sequence: sequence.default({ kind: "rows" }),
  /** The recurrent layer's kind. */
  cell: choice(cells).default("gru"),
  /** State size of each direction. */
  hidden: whole(1, 8192).default(128),
  /** Recurrent layers on top of each other. */
  layers: whole(1, 16).default(1),
  /** Whether the sequence is read from its end, too; features are then twice as many. */
  bidirectional: flag.default(true),
  /** Probability of zeroing an output between recurrent layers in training. */
  dropout: number(0, 0.95).default(0),
};

const schema = fields({
  /** Number of classes, K; "auto" takes the one that `chooseImageClusters` recommends first for the images of `fit`. */
  clusters: z
    .union([whole(2, 10000), z.literal(AUTO)], { error: `a whole number from 2 to 10000, or "${AUTO}"` })
    .default(DEFAULT_CLUSTERS),
  ...encoderFields,
  /** Independent classifiers on the same features; the one with the lowest loss is used. */
  heads: whole(1, 256).default(8),
  headRestarts: headRestarts.prefault({}),
  /**
   * Preset of views, which fills in what other settings leave out: `viewsPresets` lists them. "auto"
   * has `fit` choose by the pictures (`chooseViews`); `config` then has what it chose.
   */
  views: z
    .string({ error: oneOfViews })
    .refine((name) => name === AUTO || registeredViews(name), { error: oneOfViews })
    .default(AUTO),
  objective: objective.prefault({}),
  /** In the last part of the training, heads also learn from the images that they are sure of (self_labelling.ts). */
  selfLabelling: selfLabelling.prefault({}),
  /** Views of parts of an image are to have the image's class (multi_crop.ts). Each part is enlarged to the image's size. */
  multiCrop: multiCrop.prefault({}),
  /** What is done to images first, in training and in prediction: `preprocess` lists the steps. Default nothing. */
  preprocess: preprocessing,
  /**
   * What is done to each image then: nothing; or its content is enlarged to the whole of it
   * and moved to the centre (`cropToContent`), where position and size tell nothing about the class.
   */
  centre: choice(["none", "content"]).default("none"),
  augmentation: augmentation.prefault({}),
  /** Passes over all images. */
  epochs: whole(1, 1e6).default(8),
  /**
   * Ends the training where the classes no longer change (early_stop.ts). Checks begin after `augmentation.eraseUntil` and
   * `selfLabelling.from`.
   */
  earlyStop: earlyStop.prefault({}),
  /** Images of one step; all of them where there are fewer. What an epoch leaves over is left out. */
  batch: whole(2, 1e6).default(500),
  /**
   * Parts that each batch is cut into, a power of two: sums over a batch are made part by part, so that training on several
   * processes, whose number divides this one, ends with the same bits as on one. 1 lets sums be as each kernel likes; a step
   * is hardly faster then, and one process does it all.
   */
  shards: shards.default(DEFAULT_SHARDS),
  /** Peak of the one-cycle schedule of Adam. */
  learningRate: number(1e-12, 10).default(2e-3),
  /** Share of the training in which the learning rate rises to its peak. */
  warmup: share.default(0.19),
  /** Largest l2 norm of all gradients together; 0 for no limit. */
  clipNorm: number(0, 1e9).default(0),
  /** Decides everything random: the same seed on the same device gives the same bits. */
  seed: whole(0, 2 ** 32 - 1).default(0),
});

/**
 * The whole configuration, every default filled in. Of "auto", `clusters` is the default until `fit` has chosen.
 * @useDeclaredType
 */
export type ImageClustererConfig = Omit<z.output<typeof schema>, "clusters"> & { clusters: number };
/**
 * What a caller gives: any part of it.
 * @useDeclaredType
 */
export type ImageClustererOptions = z.input<typeof schema>;

/**
 * Checks options and fills in defaults: those of `views`, where it names a preset, else those of "digits".
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export function parseConfig(options: unknown = {}): ImageClustererConfig {
  const config = parseOptions(schema, options, "configuration");
  const clusters = config.clusters === AUTO ? DEFAULT_CLUSTERS : config.clusters;
  const { prior } = config.objective;
  if (Array.isArray(prior) && config.clusters === AUTO) {
    throw new ArgumentError(
      `configuration.objective.prior has ${prior.length} shares, and clusters is "${AUTO}": give clusters that number`,
    );
  }
  if (Array.isArray(prior) && prior.length !== clusters) {
    throw new ArgumentError(
      `configuration.objective.prior has ${prior.length} shares for ${clusters} clusters: give one for each`,
    );
  }
  if (config.views === AUTO) return { ...config, clusters };
  const given = withViews(config.views, options as ImageClustererOptions);
  return { ...parseOptions(schema, given, "configuration"), clusters };
}
