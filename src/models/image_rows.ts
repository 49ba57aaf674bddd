/** Images as rows of numbers: features that need no training, and their principal components. */
import type { Device } from "../device/index.js";
import type { Transformer } from "../estimators/estimator.js";
import { Pca } from "../features/pca/pca.js";
import type { Tensor } from "../tensor/index.js";
import { examplesOf, type PipelineInput } from "./pipeline/examples.js";
import { mapBlocks } from "./pipeline/map_blocks.js";

export interface ImageRowsOptions {
  readonly device: Device;
  /** Ends the work between two blocks of images, with the signal's reason. */
  readonly signal?: AbortSignal | null | undefined;
  /** Principal components that are kept at most, where the features are more. Default 50. */
  readonly components?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Is shown the features [N, F] before they are reduced. */
  readonly check?: (features: Tensor) => Promise<void>;
}

const COMPONENTS = 50;
/** Rows and columns from which components are found approximately: exact ones take the host longer than all else. */
const MANY = 300;
/** Numbers of the images that the features learn from, at most: 256 MB. */
const LEARN_VALUES = 2 ** 26;

export interface ImageRows {
  /** Fitted; null where there are no more features than components. */
  readonly pca: Pca | null;
  /** [N, D]; the caller releases it. */
  readonly rows: Tensor;
}

/**
 * Fits the features to the images, computes them once, and reduces them to principal components where they are more.
 * @param caller for messages.
 * @throws {SkeinError} what the features throw, as where images are too small for them.
 */
export async function imageRows(
  caller: string,
  images: PipelineInput,
  features: Transformer,
  options: ImageRowsOptions,
): Promise<ImageRows> {
  const { device, signal, components = COMPONENTS, seed = 0, check } = options;
  const examples = await examplesOf(caller, images, async () => device);
  await examples.sample(LEARN_VALUES, (x) => features.fit(x));
  const all = await featureRows(caller, images, features, options);
  const [count, columns] = all.shape as [number, number];
  const kept = Math.min(components, count - 1);
  try {
    await check?.(all);
    signal?.throwIfAborted();
    if (columns <= components || kept < 2) return { pca: null, rows: all };
    const solver = Math.min(count, columns) > MANY ? "randomized" : "full";
    const pca = await new Pca({ components: kept, solver, seed }).fit(all);
    const rows = await pca.transform(all);
    all.release();
    return { pca, rows };
  } catch (error) {
    all.release();
    throw error;
  }
}

/** The rows [N, F] that fitted features make of images, a block after the other; the caller releases them. */
export async function featureRows(
  caller: string,
  images: PipelineInput,
  features: Transformer,
  { device, signal }: Pick<ImageRowsOptions, "device" | "signal">,
): Promise<Tensor> {
  const examples = await examplesOf(caller, images, async () => device);
  return await mapBlocks(examples, (x) => features.transform(x), signal);
}
