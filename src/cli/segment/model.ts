/** The segmenter of `skein segment`: a new one, or one that an earlier run wrote. */
import type { Device } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import { checkedSteps } from "../../models/preprocessing.js";
import { ImageSegmenter, type ImageSegmenterOptions } from "../../models/segmenter/index.js";
import { readJsonObject } from "../options.js";
import type { SegmentOptions } from "./options.js";

/**
 * Opens the segmenter that is asked for.
 * @throws {ArgumentError} for options that it does not take, or that a model contradicts.
 * @throws {ModelFileError} where the model is no segmenter.
 */
export async function openSegmenter(options: SegmentOptions, device: Device): Promise<ImageSegmenter> {
  const { config, model, seed, cluster } = options;
  if (model === undefined) return new ImageSegmenter(await configOf(options), device);
  // Clusters of cut-outs have a seed, too.
  for (const [name, value] of Object.entries({ config, seed: cluster === undefined ? seed : undefined })) {
    if (value === undefined) continue;
    throw new ArgumentError(
      `--${name} is for a new segmenter, and --model brings its own: leave --${name} out`,
    );
  }
  const segmenter = await ImageSegmenter.load(model, device);
  try {
    requireSame(segmenter, options);
    return segmenter;
  } catch (error) {
    await segmenter.close();
    throw error;
  }
}

/** The options of a new segmenter: those of the file, then those of the command line. */
async function configOf(options: SegmentOptions): Promise<ImageSegmenterOptions> {
  const { config, seed } = options;
  const given = config === undefined ? {} : await readJsonObject("--config", config);
  return { ...given, ...namesOf(options), ...(seed !== undefined && { seed }) };
}

/** What the command line says of the segmenter, but for its seed. */
function namesOf({ method, regions, alpha, preprocess }: SegmentOptions): ImageSegmenterOptions {
  const own = { method, regions, alpha, preprocess };
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

/** @throws {ArgumentError} where the command line says other things than the model. */
function requireSame({ config }: ImageSegmenter, options: SegmentOptions): void {
  const { preprocess, ...given } = namesOf(options);
  const asked = { ...given, ...(preprocess !== undefined && { preprocess: checkedSteps(preprocess) }) };
  for (const name of Object.keys(asked) as (keyof typeof asked)[]) {
    if (JSON.stringify(asked[name]) === JSON.stringify(config[name])) continue;
    throw new ArgumentError(
      `${options.model} was made with ${name} ${JSON.stringify(config[name])}, and --${name} asks for another: ` +
        `leave --${name} out, or --model`,
    );
  }
}
