/** Images as rows of features that need no training. */
import { DataError } from "../../errors.js";
import type { Transformer } from "../../estimators/estimator.js";
import type { Pca } from "../../features/pca/pca.js";
import { SmallerImages } from "../../features/smaller_images.js";
import { Tensor } from "../../tensor/index.js";
import { distinctRows } from "../distinct.js";
import { featureRows, imageRows } from "../image_rows.js";
import type { PipelineStep } from "../pipeline/steps.js";
import type { FeatureRecipe } from "./recipes.js";
import type { ImageSizes } from "./sizes.js";
import type { WayOptions } from "./way.js";

/** Features that were computed, as rows. */
export interface Described {
  readonly name: string;
  /** What makes the rows of images; fitted. */
  readonly steps: readonly PipelineStep[];
  /** [N, D]; the caller releases them. */
  readonly rows: Tensor;
  /** The rows of other images of the same size, which the caller releases. */
  rowsOf(images: ImageSizes): Promise<Tensor>;
}

/** The features of a recipe, fitted and computed. @throws {DataError} if they tell too few images apart. */
export async function describe(
  { name, create, side: wanted }: FeatureRecipe,
  sizes: ImageSizes,
  { clusters, seed, device, signal }: WayOptions,
): Promise<Described> {
  const { size, images, side } = await sizes.get(wanted);
  const features: Transformer = create(size, seed);
  const check = async (rows: Tensor) => {
    if (await tellsApart(rows, clusters)) return;
    throw new DataError(
      `the features ${name} tell fewer than ${clusters} images apart: ask for fewer clusters`,
    );
  };
  const { pca, rows } = await imageRows("ImageSorter.fit", images, features, { device, signal, seed, check });
  const taken = side === null ? features : new SmallerImages(features, { side });
  const steps: PipelineStep[] = [["features", taken], ...(pca ? [["components", pca] as const] : [])];
  return { name, steps, rows, rowsOf: (others) => rowsOf(features, pca, wanted, others, { device, signal }) };
}

/** Whether as many rows [N, F] differ as there are clusters. The first few tell of most, and are read first. */
async function tellsApart(rows: Tensor, clusters: number): Promise<boolean> {
  const [count, columns] = rows.shape as [number, number];
  for (const some of [Math.min(count, 4 * clusters), count]) {
    const { buffer, offset } = rows.slice;
    const part = new Tensor(rows.device, { buffer, offset, bytes: 4 * some * columns }, [some, columns]);
    if (distinctRows(await part.data(), some, clusters) === clusters) return true;
  }
  return false;
}

async function rowsOf(
  features: Transformer,
  pca: Pca | null,
  side: number,
  sizes: ImageSizes,
  options: Pick<WayOptions, "device" | "signal">,
): Promise<Tensor> {
  const { images } = await sizes.get(side);
  const full = await featureRows("ImageSorter.fit", images, features, options);
  if (!pca) return full;
  using _ = full;
  return await pca.transform(full);
}
