/** What an ImageSegmenter can be told. */
import * as z from "zod";
import { ArgumentError } from "../../errors.js";
import { stepNamed } from "../../preprocess/step.js";
import { preprocessing } from "../preprocessing.js";
import { choice, fields, parseOptions, whole } from "../schema.js";
import { type SegmentationMethod, segmentationMethod, segmentationMethods } from "./method.js";

const MAX_REGIONS = 255;

const oneOfMethods = () =>
  `one of ${segmentationMethods()
    .map(({ name }) => name)
    .join(", ")}`;

const schema = fields({
  /** A registered method: "inpainting", "clustering", ... */
  method: z
    .string({ error: oneOfMethods })
    .refine((name) => segmentationMethod(name) !== undefined, { error: oneOfMethods })
    .default("inpainting"),
  /** K, the number of regions. Two are background and foreground. */
  regions: whole(2, MAX_REGIONS).default(2),
  /**
   * Of images with an alpha channel: "flatten" puts them on white and segments that, "mask" takes the pixels that are
   * at least half opaque as the foreground, where others are not.
   */
  alpha: choice(["flatten", "mask"]).default("flatten"),
  /**
   * What is done to images first, in `fit` and in `predict`: `preprocess` lists the steps. Masks have the size of the images
   * as they were given. Default nothing.
   */
  preprocess: preprocessing,
  /** Any unsigned 32-bit integer. */
  seed: whole(0, 2 ** 32 - 1).default(0),
  /** The method's own settings; see each method. */
  settings: z.looseObject({}, { error: "an object of the method's settings" }).default({}),
});

/**
 * Options of an ImageSegmenter; what is left out has its default.
 * @useDeclaredType
 */
export type ImageSegmenterOptions = z.input<typeof schema>;
/**
 * Options of an ImageSegmenter, every default filled in.
 * @useDeclaredType
 */
export type ImageSegmenterConfig = z.output<typeof schema>;

/**
 * Checks options, those of the method included, and fills in defaults.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export function parseSegmenterConfig(options: unknown = {}): ImageSegmenterConfig {
  const config = parseOptions(schema, options, "ImageSegmenter");
  const method = methodOf(config);
  if (config.regions > method.maxRegions) {
    throw new ArgumentError(
      `ImageSegmenter: regions is ${config.regions}, ${method.name} finds at most ${method.maxRegions}: ` +
        `give ${method.maxRegions}, or another method`,
    );
  }
  if (config.alpha === "mask" && config.regions !== 2) {
    throw new ArgumentError(
      `ImageSegmenter: alpha is mask and regions is ${config.regions}: an alpha channel tells 2 regions, give 2`,
    );
  }
  const moving = config.preprocess.find(({ step }) => stepNamed(step).moves);
  if (moving) {
    throw new ArgumentError(
      `ImageSegmenter: after ${moving.step} masks would not fit the images: call preprocess() on the images before instead`,
    );
  }
  const settings = parseOptions(method.settings, config.settings, "ImageSegmenter.settings");
  return { ...config, settings: settings as ImageSegmenterConfig["settings"] };
}

/** The method of a checked configuration. */
export function methodOf({ method }: Pick<ImageSegmenterConfig, "method">): SegmentationMethod {
  return segmentationMethod(method)!;
}
