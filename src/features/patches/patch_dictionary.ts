/** How much images have of each of K small patterns that were learned from them. */
import { magnitude, unusableRow } from "../../clustering/centring.js";
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { imageFeatures, registerEstimator } from "../../estimators/registry.js";
import { stateArray } from "../../estimators/state_array.js";
import { symmetricEigen } from "../../linalg/eigen.js";
import { matmul } from "../../ops/index.js";
import { Random } from "../../random/philox.js";
import { show, type Tensor, tensor } from "../../tensor/index.js";
import { mapBlocks } from "../blocks.js";
import { checkImages } from "../check_images.js";
import { columnStatistics } from "../column_statistics.js";
import { gramMatrix } from "../gram.js";
import { encode, evenContrast } from "./encode.js";
import { gridOf, randomPatches } from "./patches.js";

/** Settings of `PatchDictionary`. */
export interface PatchDictionaryOptions {
  /** K, the patterns: from 1 up. Default 256. */
  readonly atoms?: number;
  /** Sides of a patch, in pixels, from 2 up. Default 6. */
  readonly patchSize?: number;
  /** Pixels from one patch to the next when images are transformed, from 1 up. Default 1. */
  readonly stride?: number;
  /** Patches from random places that the patterns are learned from, at least K. Default 20,000. */
  readonly patches?: number;
  /** Added to a patch's variance before its contrast becomes 1, for pixels from 0 to 1. Default 10 / 255^2. */
  readonly contrast?: number;
  /** Added to the variances that whitening divides by, in units of a patch's variance. Default 0.1. */
  readonly whitening?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
}

interface Fitted {
  readonly channels: number;
  /** [D, D], symmetric: D values of a patch. */
  readonly whitening: Float32Array<ArrayBuffer>;
  /** [K, D], of whitened patches. */
  readonly atoms: Float32Array<ArrayBuffer>;
}

/** Most iterations of k-means. */
const ITERATIONS = 50;

/**
 * Features of images without labels, by k-means (Coates and Ng 2011): patches from random places, each of mean 0 and
 * contrast 1, are whitened (ZCA), and their K clusters are a dictionary. Of each patch of an image, pattern k has
 * max(0, mean distance to all patterns - distance to k); the sums over the image's four quadrants are its features.
 *
 * ```ts
 * const patches = await new PatchDictionary({ atoms: 100 }).fit(images); // images: a tensor [N, H, W, C], 0 to 1
 * const y = await patches.transform(images); // [N, 400]
 * ```
 */
export class PatchDictionary implements Transformer {
  readonly kind = "patch_dictionary";
  readonly #options: Required<PatchDictionaryOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    atoms = 256,
    patchSize = 6,
    stride = 1,
    patches = 20_000,
    contrast = 10 / 255 ** 2,
    whitening = 0.1,
    seed = 0,
  }: PatchDictionaryOptions = {}) {
    for (const [name, value, low] of [
      ["atoms", atoms, 1],
      ["patchSize", patchSize, 2],
      ["stride", stride, 1],
      ["patches", patches, 1],
    ] as const) {
      if (Number.isInteger(value) && value >= low) continue;
      throw new ArgumentError(`PatchDictionary: ${name} is ${value}: give a whole number from ${low} up`);
    }
    if (patches < atoms) {
      throw new ArgumentError(
        `PatchDictionary: ${patches} patches cannot fill ${atoms} atoms: give more patches or fewer atoms`,
      );
    }
    for (const [name, value] of Object.entries({ contrast, whitening })) {
      if (value > 0 && Number.isFinite(value)) continue;
      throw new ArgumentError(`PatchDictionary: ${name} is ${value}: give a number above 0`);
    }
    if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
      throw new ArgumentError(`PatchDictionary: seed is ${seed}: give an unsigned 32-bit integer`);
    }
    this.#options = { atoms, patchSize, stride, patches, contrast, whitening, seed };
  }

  /** The patterns, of whitened patches: [K, patch height, patch width, C] row by row. */
  get atoms(): Float32Array {
    return this.#result().atoms.slice();
  }

  /**
   * Learns the patterns from x [N, H, W, C], values 0 to 1.
   * @throws {ShapeError} if x is not images of float32, or they are smaller than a patch.
   * @throws {DataError} if x holds values that are not finite, or a patch has more values than there are patches.
   */
  async fit(x: Tensor): Promise<this> {
    const { atoms, patchSize, stride, patches, contrast, whitening, seed } = this.#options;
    const caller = "PatchDictionary.fit";
    checkImages(caller, x);
    const grid = gridOf(caller, x.shape, patchSize, stride);
    await checkFinite(caller, x);
    if (patches < grid.values) {
      throw new DataError(
        `${caller}: ${patches} patches are fewer than their ${grid.values} values: give more patches or a smaller patchSize`,
      );
    }
    const chosen = await randomPatches(x, grid, patches, new Random(seed, 0));
    using raw = tensor(x.device, chosen, [patches, grid.values]);
    using even = mapBlocks(raw, grid.values, (tape, part, target) => {
      copyTo(target, evenContrast(tape, part, contrast));
    });
    const matrix = await zca(caller, even, whitening);
    using factor = tensor(x.device, matrix, [grid.values, grid.values]);
    using white = mapBlocks(even, grid.values, (tape, part, target) => {
      copyTo(target, matmul(tape, part, factor));
    });
    const kmeans = await new KMeans({ clusters: atoms, maxIterations: ITERATIONS, seed }).fit(white);
    this.#fitted = {
      channels: grid.channels,
      whitening: matrix,
      atoms: Float32Array.from(kmeans.clusterCenters),
    };
    return this;
  }

  /**
   * The features of x [N, H, W, C], [N, 4 K]: for the quadrants top left, top right, bottom left and bottom right, the
   * patterns' sums. The caller releases it.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if x is not images of float32 with as many channels as `fit` got, or they are smaller than a
   *   patch.
   * @throws {DataError} if x holds values that are not finite.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const caller = "PatchDictionary.transform";
    const { channels, whitening, atoms } = this.#result();
    const { patchSize, stride, contrast } = this.#options;
    checkImages(caller, x);
    if (x.shape[3] !== channels) {
      throw new ShapeError(
        `${caller}: images are ${show(x.shape)}, fit got ${channels} channels: give the same kind of images`,
      );
    }
    const grid = gridOf(caller, x.shape, patchSize, stride);
    await checkFinite(caller, x);
    return encode(x, grid, { whitening, atoms, contrast });
  }

  /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { channels, whitening, atoms } = this.#result();
    const values = Math.sqrt(whitening.length);
    return {
      options: this.#options,
      arrays: {
        whitening: { shape: [values, values], data: whitening },
        atoms: { shape: [this.#options.atoms, values], data: atoms },
      },
      details: { channels },
    };
  }

  /** @throws {SkeinError} where the state is not one of a PatchDictionary. */
  static restore(state: EstimatorState): PatchDictionary {
    const dictionary = new PatchDictionary(state.options as PatchDictionaryOptions);
    const { atoms, patchSize } = dictionary.#options;
    const { channels } = (state.details ?? {}) as { channels?: unknown };
    if (typeof channels !== "number" || !(Number.isInteger(channels) && channels >= 1)) {
      throw new DataError("patch_dictionary: the state has no number of channels: save the estimator again");
    }
    const values = patchSize ** 2 * channels;
    const array = (name: string, shape: readonly number[]) =>
      new Float32Array(stateArray("patch_dictionary", state, name, "f32", shape).data);
    dictionary.#fitted = {
      channels,
      whitening: array("whitening", [values, values]),
      atoms: array("atoms", [atoms, values]),
    };
    return dictionary;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("PatchDictionary: there is no result yet: call fit first");
    return this.#fitted;
  }
}

/** V (L + whitening)^-1/2 V^T of the columns' covariance V L V^T, [D, D]: symmetric, so that patches stay patches. */
async function zca(caller: string, x: Tensor, whitening: number): Promise<Float32Array<ArrayBuffer>> {
  const [rows, n] = x.shape as [number, number];
  const statistics = await columnStatistics(caller, x);
  const { values, vectors } = symmetricEigen(await gramMatrix(x, statistics), n);
  const unit = rows * statistics.scale ** 2;
  const factors = values.map((value) => 1 / Math.sqrt(Math.max(0, value) / unit + whitening));
  const matrix = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += factors[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
      matrix[i * n + j] = sum;
    }
  }
  return matrix;
}

/** @throws {DataError} if an image of x holds values that are not finite. */
async function checkFinite(caller: string, x: Tensor): Promise<void> {
  const rows = x.view([x.shape[0]!, x.size / x.shape[0]!]);
  if (!Number.isFinite(await magnitude(rows))) throw await unusableRow(caller, rows);
}

function copyTo(target: Tensor, from: Tensor): void {
  target.device.copy({ ...from.slice, bytes: target.slice.bytes }, target.slice);
}

registerEstimator({ kind: "patch_dictionary", restore: PatchDictionary.restore });
imageFeatures.add({
  name: "patches",
  about: "sums of learned small patterns over four quadrants (Coates and Ng 2011)",
  create: ({ seed }) => new PatchDictionary({ seed }),
});
