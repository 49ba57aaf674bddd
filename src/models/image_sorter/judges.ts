/** Who sits in the jury, and the clusters that its graphs make together. */
import { Agglomerative } from "../../clustering/index.js";
import { spectralEmbedding } from "../../clustering/spectral/embedding.js";
import type { ImageSet } from "../../data/image_set.js";
import { tensor } from "../../tensor/index.js";
import type { Described } from "./describe.js";
import { directions, evenness } from "./evenness.js";
import type { Jury } from "./jury.js";
import { ImageSizes } from "./sizes.js";
import { changedImages, steadiness } from "./steadiness.js";
import type { Way, WayOptions } from "./way.js";

/** Features that find half as many changed images again count a sixteenth. */
const STEADY_POWER = 4;
/**
 * Clusters of the graph that judges them score more than others as good: so much is taken off. On the sets of
 * `npm run data:pictures`, those that scored 0.016 more and up were the better ones, and those below 0.01 the worse ones.
 */
const HEAD_START = 0.01;
/**
 * Directions give so much more even classes, by the entropy of their sizes, where inequality is the embedding's: 0.08 to
 * 0.30 on icons, sprites, stamps and clip art; 0.01 where classes are unequal in the images.
 */
const EVENER = 0.05;

/**
 * Tells the jury of the features that `likeness` names: of all, where the images have none of them.
 * @returns these features, in the order of the jury.
 */
export async function callJury(
  jury: Jury,
  images: ImageSet,
  described: readonly Described[],
  options: WayOptions,
): Promise<readonly Described[]> {
  const { likeness, signal } = options;
  const named = described.filter(({ name }) => likeness?.features.includes(name));
  const judges = named.length > 0 ? named : described;
  const weights = likeness?.steady ? await steadyWeights(images, judges, options) : judges.map(() => 1);
  for (const [i, { rows }] of judges.entries()) {
    signal?.throwIfAborted();
    if (weights[i]! > 0) await jury.add(rows, weights[i]);
  }
  return judges.filter((_, i) => weights[i]! > 0);
}

/** How much each of the features counts by its steadiness; 1 where none finds any image again. */
async function steadyWeights(
  images: ImageSet,
  judges: readonly Described[],
  { device, seed, signal }: WayOptions,
): Promise<number[]> {
  const { images: changed, from } = await changedImages(images, device, seed);
  using sizes = new ImageSizes(changed, device);
  const weights: number[] = [];
  for (const { rows, rowsOf } of judges) {
    signal?.throwIfAborted();
    using others = await rowsOf(sizes);
    weights.push((await steadiness(rows, others, from)) ** STEADY_POWER);
  }
  return weights.some((weight) => weight > 0) ? weights : judges.map(() => 1);
}

/**
 * Clusters of the graph that joins the features which judge: Ward's method on its spectral embedding. Images with few
 * edges to others lie far out in it and make classes of their own, so that one class gets most of the images. In
 * directions alone (Ng, Jordan and Weiss 2001) they do not: where that gives more even classes, it is taken. Classes
 * that are unequal in the images stay so, as they are parts of the graph. The rank is that of the embedding either way.
 *
 * New images get the clusters of the images nearest to them by the judging features whose neighbours share clusters
 * the most.
 */
export async function jointWay(
  judges: readonly Described[],
  jury: Jury,
  { clusters, seed, device, signal }: WayOptions,
): Promise<Way> {
  const graph = jury.joined();
  const { places, values } = await spectralEmbedding(graph, { count: clusters, seed, signal });
  const cut = async (rows: Float64Array) => {
    using embedded = tensor(device, new Float32Array(rows), [graph.rows, clusters]);
    const clusterer = new Agglomerative({ clusters });
    return { clusterer, labels: Int32Array.from(await clusterer.fitPredict(embedded, { signal })) };
  };
  const [far, turned] = [await cut(places), await cut(directions(places, values))];
  const evened = evenness(turned.labels, clusters) > evenness(far.labels, clusters) + EVENER;
  const { labels, clusterer } = evened ? turned : far;
  const shares = jury.shares(labels);
  const nearest = judges[shares.indexOf(Math.max(...shares))]!;
  return {
    features: judges.map(({ name }) => name).join(", "),
    method: "joint graph + ward",
    score: jury.score(labels),
    rank: jury.score(far.labels) - HEAD_START,
    ...{ labels, clusterer, steps: nearest.steps },
    rows: { columns: nearest.rows.shape[1]!, data: await nearest.rows.data() },
  };
}
