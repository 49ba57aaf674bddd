/** What a training of the classifier learns from and is judged by, made of what `fit` is given. */
import { ArgumentError, DataError } from "../../errors.js";
import type { PixelScale } from "../batches.js";
import { checkPixels, type Images } from "../images.js";
import { prepared } from "../preprocessing.js";
import type { ImageClassifierConfig } from "./config.js";
import { type Classes, checkCount, classesOf, placesOf, stratifiedSplit } from "./labels.js";
import type { Examples } from "./task.js";

export interface Given {
  readonly images: Images;
  readonly labels: ArrayLike<number>;
  readonly labelNames: readonly string[] | null;
  /** Images to judge by, instead of a share of the others. */
  readonly validation: { readonly images: Images; readonly labels: ArrayLike<number> } | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface Lessons {
  readonly classes: Classes;
  readonly train: Examples;
  /** Null where nothing is judged. */
  readonly judged: Examples | null;
  /** Numbers of the given images that are judged and not trained on; null without `validationSplit`. */
  readonly held: Uint32Array | null;
  readonly scale: PixelScale;
}

/**
 * Checks and preprocesses what is given, and measures its pixels.
 * @throws {DataError} when labels do not fit the images, or the validation images are of another size.
 */
export async function lessonsOf(
  { images, labels, labelNames, validation, signal }: Given,
  { validationSplit, preprocess, normalization, seed }: ImageClassifierConfig,
): Promise<Lessons> {
  const classes = classesOf(labels, images.count, labelNames);
  if (validation && validationSplit !== null) {
    throw new ArgumentError("fit: both validation images and validationSplit are given: leave one out");
  }
  const parts =
    validationSplit === null
      ? { train: allOf(images), validation: null }
      : stratifiedSplit(classes, validationSplit, seed);
  const seen = await prepared(images, preprocess, signal);
  const given = { images: seen, classes: classes.indices };
  const judged = validation && {
    images: await prepared(checkSize(checkPixels(validation.images), images), preprocess, signal),
    classes: placesOf(checkCount(validation.labels, validation.images), classes.labels),
    chosen: allOf(validation.images),
  };
  return {
    classes,
    train: { ...given, chosen: parts.train },
    judged: judged ?? (parts.validation && { ...given, chosen: parts.validation }),
    held: parts.validation,
    scale: normalization ?? measure(seen, parts.train),
  };
}

const allOf = ({ count }: Images) => Uint32Array.from({ length: count }, (_, i) => i);

/** Mean and standard deviation of the chosen images' pixels, from 0 to 1. */
function measure({ height, width, channels, pixels }: Images, chosen: Uint32Array): PixelScale {
  const bytes = height * width * channels;
  let [sum, squares] = [0, 0];
  for (const image of chosen) {
    for (let i = image * bytes; i < (image + 1) * bytes; i++) {
      sum += pixels[i]!;
      squares += pixels[i]! ** 2;
    }
  }
  const count = chosen.length * bytes;
  const mean = sum / count;
  const std = Math.sqrt(Math.max(0, squares / count - mean ** 2)) / 255;
  // Images of one shade have no deviation to divide by.
  return { mean: mean / 255, std: std > 0 ? std : 1 };
}

function checkSize(images: Images, { height, width, channels }: Images): Images {
  if (images.height === height && images.width === width && images.channels === channels) return images;
  throw new DataError(
    `the validation images are ${images.height} x ${images.width} x ${images.channels}, the training images ` +
      `${height} x ${width} x ${channels}: load them in one size`,
  );
}
