/** How easily a model is fooled: by attacks, by everyday changes, and within which radius it is proven not to be. */
import { evenly } from "../data/image_set.js";
import { DataError } from "../errors.js";
import { argmaxRows } from "../models/image_model.js";
import { checkModelSize, checkPixels, type Images } from "../models/images.js";
import type { PixelNetwork } from "../models/pixel_network.js";
import type { PredictingModel } from "../models/registry.js";
import { attackImages, type FlipExample } from "./attacked.js";
import { type LabelledImages, rightClasses } from "./expected.js";
import {
  planRobustness,
  type RobustnessConfig,
  type RobustnessPlan,
  type RobustnessSettings,
} from "./options.js";
import { type Flips, flips, radiusCurve } from "./scores.js";
import { certify, checkDraws } from "./smoothing.js";

export interface RobustnessOptions extends RobustnessConfig {
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Is told what is at work, such as "fgsm", and how many images of how many are done. */
  readonly onProgress?: ((what: string, done: number, all: number) => void) | undefined;
}

/** What one strength of an attack or a change does. */
export interface Tested extends Flips {
  readonly name: string;
  /** Epsilon of an attack, or the level of a change. */
  readonly level: number;
}

/** An image that randomised smoothing looked at. */
export interface CertifiedImage {
  /** Its number in the set. */
  readonly image: number;
  /** The class that no change within the radius takes from it; null where the smoothed model abstains. */
  readonly class: number | null;
  /** l2, of pixels from 0 to 1; 0 where it abstains. */
  readonly radius: number;
  /** Whether the class is the label's; null where that is not known. */
  readonly right: boolean | null;
}

/**
 * What randomised smoothing certifies of a model (Cohen et al. 2019), at one standard deviation `sigma` of the noise,
 * in units of pixels from 0 to 1.
 */
export interface Certificate {
  readonly sigma: number;
  readonly n0: number;
  readonly n: number;
  readonly alpha: number;
  readonly images: readonly CertifiedImage[];
  readonly abstained: number;
  /** Shares of these images that are certified at each radius, and certified with the right class. */
  readonly curve: readonly {
    readonly radius: number;
    readonly certified: number;
    readonly accuracy: number | null;
  }[];
}

/** What `robustness` finds; JSON of it keeps this form within a version. */
export interface Robustness {
  readonly version: 1;
  readonly images: number;
  /** Of them, those whose right class is known. */
  readonly labelled: number;
  /** Names of the classes, by number. */
  readonly classes: readonly string[];
  readonly settings: RobustnessSettings;
  /** Of images without change. */
  readonly clean: { readonly accuracy: number | null; readonly sizes: readonly number[] };
  /** Whether attacks and noise act on images after the model's preprocessing, which has no derivative. */
  readonly afterPreprocessing: boolean;
  readonly attacks: readonly Tested[];
  readonly changes: readonly Tested[];
  readonly certificate: Certificate | null;
  /** What was asked for and could not be done. */
  readonly skipped: readonly { readonly part: string; readonly reason: string }[];
}

/** The same, with images for a page. */
export interface RobustnessResult extends Robustness {
  /** Of each class those that the smallest changes flip, as the network reads them. */
  readonly examples: readonly FlipExample[];
  /** Their size. */
  readonly exampleSize: { readonly height: number; readonly width: number; readonly channels: number };
}

/**
 * Measures how easily a model is fooled.
 *
 * Attacks (FGSM, PGD) change pixels within epsilon so that an image loses the class that the model gives it; no label enters.
 * Everyday changes (JPEG, other sizes, crops, light, blur, noise, rotation) act on the images as they are loaded. The
 * certificate (randomised smoothing) is of the smoothed model, which takes the most frequent class under noise.
 *
 * ```ts
 * const { attacks, certificate } = await robustness(model, test, { attacks: { epsilons: [0.1] } });
 * ```
 * @param images in the model's size; their labels, where they have some, are for accuracies alone.
 * @throws {ArgumentError} when an option is wrong.
 * @throws {DataError} when there is no image, images are of another size than the model's, or labels do not fit.
 */
export async function robustness(
  model: PredictingModel,
  images: LabelledImages,
  { signal, onProgress, ...config }: RobustnessOptions = {},
): Promise<RobustnessResult> {
  const plan = planRobustness(config);
  const checked = checkPixels(images);
  if (images.count === 0) throw new DataError("robustness: there are no images: give at least one");
  checkModelSize(images, model.imageSize);
  const classes = model.classNames;
  const clean = argmaxRows(await model.predictProba(checked));
  signal?.throwIfAborted();
  const right = rightClasses(model, images, clean);
  const work: Work = { model, images: checked, plan, clean, right, skipped: [], signal, onProgress };
  const network = await networkOf(work);
  const read = network ? await network.prepared(checked) : checked;
  // What would fail last fails first.
  if (network && plan.settings.certificate) checkDraws(read, plan.settings.certificate);
  const attacked = network && plan.attacks.length > 0 ? await underAttack(work, network, read) : null;
  const changes = await underChanges(work);
  const certificate = network && plan.settings.certificate ? await certified(work, network, read) : null;
  const { height, width, channels } = read;
  return {
    version: 1,
    images: images.count,
    labelled: right?.reduce((sum, place) => sum + (place >= 0 ? 1 : 0), 0) ?? 0,
    classes,
    settings: plan.settings,
    clean: flipsOf(work, clean).clean,
    afterPreprocessing: network?.prepares ?? false,
    attacks: attacked?.tested ?? [],
    changes,
    certificate,
    skipped: work.skipped,
    examples: attacked?.examples ?? [],
    exampleSize: { height, width, channels },
  };
}

interface Work {
  readonly model: PredictingModel;
  readonly images: Images;
  readonly plan: RobustnessPlan;
  readonly clean: Int32Array;
  readonly right: Int32Array | null;
  readonly skipped: { part: string; reason: string }[];
  readonly signal: AbortSignal | undefined;
  readonly onProgress: RobustnessOptions["onProgress"];
}

const flipsOf = ({ model, clean, right }: Work, changed: Int32Array, before = clean) =>
  flips(before, changed, right, model.classNames.length);

async function networkOf({ model, plan, skipped }: Work): Promise<PixelNetwork | null> {
  if (model.pixelNetwork) return await model.pixelNetwork();
  const parts = [
    ...(plan.attacks.length > 0 ? ["attacks"] : []),
    ...(plan.settings.certificate ? ["certificate"] : []),
  ];
  for (const part of parts) {
    skipped.push({
      part,
      reason: `a model of kind ${model.kind} is no network of pixels: it has no derivative by them, and reads bytes alone`,
    });
  }
  return null;
}

async function underAttack(work: Work, network: PixelNetwork, read: Images) {
  const { plan, signal, onProgress, model } = work;
  const { attacks, epsilons, settings } = plan;
  const { steps, stepSize } = settings.attacks!;
  const { clean, changed, examples } = await attackImages(network, read, {
    ...{ attacks, epsilons, signal },
    settings: { steps, stepSize, seed: settings.seed },
    classes: model.classNames.length,
    onProgress: (name, done) => onProgress?.(name, done, read.count),
  });
  const tested = attacks.flatMap(({ name }, place) =>
    epsilons.map((level, i): Tested => {
      const { clean: _, ...rest } = flipsOf(work, changed[place]![i]!, clean);
      return { name, level, ...rest };
    }),
  );
  return { tested, examples };
}

async function underChanges(work: Work): Promise<Tested[]> {
  const { model, images, plan, skipped, signal, onProgress } = work;
  const tested: Tested[] = [];
  for (const { name, levels, refuses, apply } of plan.changes) {
    const reason = refuses?.(images) ?? null;
    if (reason !== null) {
      skipped.push({ part: name, reason });
      continue;
    }
    const own: Tested[] = [];
    for (const [i, level] of levels.entries()) {
      signal?.throwIfAborted();
      const changed = await changedOrReason(() => apply(images, level, plan.settings.seed));
      if (typeof changed === "string") {
        skipped.push({ part: name, reason: changed });
        own.length = 0;
        break;
      }
      const { clean: _, ...rest } = flipsOf(work, argmaxRows(await model.predictProba(changed)));
      own.push({ name, level, ...rest });
      onProgress?.(name, (i + 1) * images.count, levels.length * images.count);
    }
    tested.push(...own);
  }
  return tested;
}

/** What a change makes of images, or why it cannot. */
async function changedOrReason(apply: () => Images | Promise<Images>): Promise<Images | string> {
  try {
    return await apply();
  } catch (error) {
    if (error instanceof DataError) return error.message;
    throw error;
  }
}

async function certified(work: Work, network: PixelNetwork, read: Images): Promise<Certificate> {
  const { plan, right, signal, onProgress } = work;
  const { images: asked, ...smoothing } = plan.settings.certificate!;
  const chosen = evenly(read.count, asked);
  const settings = { ...smoothing, seed: plan.settings.seed };
  const results = await certify(network, read, chosen, settings, {
    signal,
    onImage: (done) => onProgress?.("certificate", done, chosen.length),
  });
  const images = results.map((result, i): CertifiedImage => {
    const image = chosen[i]!;
    const known = right && right[image]! >= 0;
    return { image, ...result, right: known ? result.class === right[image] : null };
  });
  return {
    ...smoothing,
    images,
    abstained: images.filter(({ class: place }) => place === null).length,
    curve: radiusCurve(images),
  };
}

/** What JSON keeps: all but the pictures. */
export function robustnessJson({ examples, exampleSize: _, ...rest }: RobustnessResult): Robustness & {
  readonly examples: readonly Omit<FlipExample, "before" | "after">[];
} {
  return { ...rest, examples: examples.map(({ before: _before, after: _after, ...example }) => example) };
}
