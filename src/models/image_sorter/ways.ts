import type { ImageSet } from "../../data/image_set.js";
import { DataError, DeviceError, SkeinError } from "../../errors.js";
import { FOR_CLUSTERS, LEAST_PLACED } from "../../features/umap/for_clusters.js";
import { Umap } from "../../features/umap/umap.js";
import type { Tensor } from "../../tensor/index.js";
import { type Described, describe } from "./describe.js";
import { callJury, jointWay } from "./judges.js";
import type { Jury } from "./jury.js";
import { featureRecipes, type MethodRecipe, methodRecipes } from "./recipes.js";
import { ImageSizes, smallerThan } from "./sizes.js";
import type { Way, WayOptions } from "./way.js";

/**
 * Features that the slow methods are tried with, those with which the fast ones did best. On all sets of
 * `npm run data:pictures`, the best way of all was among those of the best three.
 */
const FINALISTS = 4;
/** Clusters of the joint graph at most: with many more its eigenvectors take longer than all other ways together. */
const MOST_JOINT = 100;

/**
 * Tries all recipes on the images, slow methods with the best features alone, and the graph that joins the features
 * of `likeness`; tells the jury of these.
 * @returns the ways, best first.
 * @throws {DataError} if no features tell the images apart.
 */
export async function tryWays(images: ImageSet, jury: Jury, options: WayOptions): Promise<Way[]> {
  const { clusters, device, signal, onFeatures } = options;
  const described: Described[] = [];
  const ways: Unranked[] = [];
  let failure: SkeinError | null = null;
  const attempt = async (part: () => Promise<void>) => {
    signal?.throwIfAborted();
    try {
      await part();
    } catch (error) {
      // Images may have no such features, as where all of them are one colour: others may still tell them apart.
      if (!(error instanceof SkeinError) || error instanceof DeviceError) throw error;
      failure ??= error;
    }
  };
  try {
    using sizes = new ImageSizes(images, device);
    for (const recipe of featureRecipes.filter(({ suits, side }) => suits(smallerThan(images, side)))) {
      onFeatures?.(recipe.name);
      await attempt(async () => {
        const features = await describe(recipe, sizes, options);
        described.push(features);
        await addWays(ways, features, fast, options);
      });
    }
    if (ways.length === 0) {
      throw failure ?? new DataError("no features tell these images apart: give larger images");
    }
    const judges = await callJury(jury, images, described, options);
    const judged = ranked(ways, jury);
    const best = [...new Set(judged.map(({ features }) => features))].slice(0, FINALISTS);
    const more: Unranked[] = [];
    for (const features of described.filter(({ name }) => best.includes(name))) {
      await attempt(() => addWays(more, features, slow, options));
    }
    const joint: Way[] = [];
    if (clusters <= MOST_JOINT) {
      await attempt(async () => void joint.push(await jointWay(judges, jury, options)));
    }
    return [...judged, ...ranked(more, jury), ...joint].sort((a, b) => b.rank - a.rank);
  } finally {
    for (const { rows } of described) rows.release();
  }
}

type Unranked = Omit<Way, "score" | "rank">;

const fast = methodRecipes.filter((method) => !method.slow);
const slow = methodRecipes.filter((method) => method.slow);

function ranked(ways: readonly Unranked[], jury: Jury): Way[] {
  const scored = ways.map((way) => ({ way, score: jury.score(way.labels) }));
  return scored.map(({ way, score }) => ({ ...way, score, rank: score })).sort((a, b) => b.rank - a.rank);
}

/** Adds the ways of methods with one of the features. */
async function addWays(
  ways: Unranked[],
  { name, steps, rows }: Described,
  methods: readonly MethodRecipe[],
  { clusters, seed, signal }: WayOptions,
): Promise<void> {
  const reduces = methods.some(({ reduced }) => reduced) && rows.shape[0]! >= LEAST_PLACED;
  const umap = reduces ? new Umap({ ...FOR_CLUSTERS, seed }) : null;
  using places = umap && (await umap.fitTransform(rows));
  for (const method of methods) {
    signal?.throwIfAborted();
    const source: Tensor | null = method.reduced ? places : rows;
    if (source === null) continue;
    const clusterer = method.create(clusters, seed);
    const labels = Int32Array.from(await clusterer.fitPredict(source, { signal }));
    ways.push({
      ...{ features: name, method: method.name, labels, clusterer },
      steps: method.reduced ? [...steps, ["places", umap!]] : steps,
      rows: { columns: source.shape[1]!, data: await source.data() },
    });
  }
}
