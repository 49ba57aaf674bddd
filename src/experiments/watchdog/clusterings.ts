/** Clusterings that failed in ways that are known, and good ones, for `watchClustering` to tell apart. */
import { KMeans } from "../../clustering/index.js";
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ImageClusterer } from "../../models/image_clusterer/index.js";
import { quickClusters } from "../../models/image_sorter/quick.js";
import { imageStatistics } from "../../models/watchdog/statistics.js";
import { Random } from "../../random/philox.js";
import { tensor } from "../../tensor/index.js";
import { TRIAL_NETWORK } from "../trial_network.js";

export interface Known {
  /** With labels. */
  readonly images: ImageSet;
  readonly clusters: number;
  readonly device: Device;
  readonly seed: number;
}

export interface Made {
  readonly classes: Int32Array;
  /** What the other heads of a network found. */
  readonly others?: readonly Int32Array[];
}

export interface Clustering {
  readonly name: string;
  readonly title: string;
  /** Whether it uses labels, or trained well; else its NMI has to be below 0.1 to count. */
  readonly good: boolean;
  /** Null where the images have nothing of the kind. */
  make(known: Known): Promise<Made | null>;
}

const NOISE_COLUMNS = 20;
/** Of the shuffled labels, those that stay. */
const KEPT = 0.15;
/** Of almost one class, the images in other ones. */
const STRAYS = 0.02;
/** Each class has so many times the images of the next. */
const RATIO = 1.5;

const at = (count: number, value: (image: number) => number) =>
  Int32Array.from({ length: count }, (_, image) => value(image));

function failed(
  name: string,
  title: string,
  make: (known: Known, random: Random) => Made | null | Promise<Made | null>,
) {
  return {
    name,
    title,
    good: false,
    make: async (known: Known) => await make(known, new Random(known.seed)),
  };
}

export const CLUSTERINGS: readonly Clustering[] = [
  failed("random", "at random", ({ images: { count }, clusters }, random) => ({
    classes: at(count, () => random.integer(clusters)),
  })),
  failed("random-unequal", "at random, unequal", ({ images: { count }, clusters }, random) => ({
    classes: at(count, () => unequal(clusters, random.uniform())),
  })),
  failed("shuffled", "labels, most of them shuffled", ({ images: { count, labels }, clusters }, random) => ({
    classes: at(count, (image) => (random.uniform() < KEPT ? labels![image]! : random.integer(clusters))),
  })),
  failed("one-class", "one class", ({ images: { count } }) => ({ classes: new Int32Array(count) })),
  failed("almost-one-class", "almost one class", ({ images: { count }, clusters }, random) => ({
    classes: at(count, () => (random.uniform() < STRAYS ? 1 + random.integer(clusters - 1) : 0)),
  })),
  failed("halves-brightness", "two halves, by brightness", (known, random) =>
    halves(known, "brightness", random),
  ),
  failed("halves-contrast", "two halves, by contrast", (known, random) => halves(known, "contrast", random)),
  failed("halves-size", "two halves, by size of the object", (known, random) =>
    halves(known, "size of the object", random),
  ),
  failed("brightness", "brightness", (known, random) =>
    byStatistic(known, "brightness", known.clusters, random),
  ),
  failed("contrast", "contrast", (known, random) => byStatistic(known, "contrast", known.clusters, random)),
  failed("size", "size of the object", (known, random) =>
    byStatistic(known, "size of the object", known.clusters, random),
  ),
  failed("position", "position of the object", (known) => kMeansOf(known, ["position of the object"])),
  failed("light", "brightness and contrast, k-means", (known) => kMeansOf(known, ["brightness", "contrast"])),
  failed("colour", "mean colour, k-means", (known) => kMeansOf(known, ["mean colour"])),
  failed("noise", "noise, k-means", async (known, random) => {
    const values = Float32Array.from({ length: known.images.count * NOISE_COLUMNS }, () => random.normal());
    return await kMeans(known, values, NOISE_COLUMNS);
  }),
  failed("low-bits", "lowest bits of the pixels, k-means", async (known) => {
    const { count, pixels } = known.images;
    return await kMeans(
      known,
      Float32Array.from(pixels, (value) => value & 1),
      pixels.length / count,
    );
  }),
  failed("one-pixel", "the middle pixel, k-means", async (known) => {
    const { count, height, width, channels, pixels } = known.images;
    const middle = (Math.floor(height / 2) * width + Math.floor(width / 2)) * channels;
    const values = Float32Array.from({ length: count * channels }, (_, i) => {
      const image = Math.floor(i / channels);
      return pixels[image * height * width * channels + middle + (i % channels)]!;
    });
    return await kMeans(known, values, channels);
  }),
  failed("one-epoch", "a network after one epoch", async (known) => await networkOf(known, { epochs: 1 })),
  {
    name: "labels",
    title: "labels",
    good: true,
    make: async ({ images }) => ({ classes: Int32Array.from(images.labels!) }),
  },
  {
    name: "first-result",
    title: "the first result",
    good: true,
    async make({ images, clusters, device, seed }) {
      const { clusters: classes, model } = await quickClusters(unlabelled(images), {
        clusters,
        seed,
        device,
        preprocess: [],
      });
      await model.close();
      return { classes };
    },
  },
  {
    name: "network",
    title: "a trained network",
    good: true,
    make: async (known) => await networkOf(known, {}),
  },
];

/** The class at this share of all images, where each has 1.5 times the images of the next. */
function unequal(clusters: number, share: number): number {
  const all = (1 - RATIO ** -clusters) / (1 - 1 / RATIO);
  let left = share * all;
  for (let k = 0; k < clusters; k++) {
    left -= RATIO ** -k;
    if (left < 0) return k;
  }
  return clusters - 1;
}

const statisticOf = ({ images }: Known, wanted: string) =>
  imageStatistics(images).find(({ name, values }) => name === wanted && values.some((value) => value !== 0));

/** As many images in each class, by the statistic; equal ones in random order, as the images' order is that of labels. */
function byStatistic(known: Known, name: string, clusters: number, random: Random): Made | null {
  const statistic = statisticOf(known, name);
  if (!statistic) return null;
  const { count } = known.images;
  const order = [...random.permutation(count)].sort((a, b) => statistic.values[a]! - statistic.values[b]!);
  const classes = new Int32Array(count);
  for (const [rank, image] of order.entries()) classes[image] = Math.floor((rank * clusters) / count);
  return { classes };
}

/** Two classes by the statistic; null of images of two classes, where `byStatistic` gives the same. */
const halves = (known: Known, name: string, random: Random) =>
  known.clusters === 2 ? null : byStatistic(known, name, 2, random);

async function kMeansOf(known: Known, names: readonly string[]): Promise<Made | null> {
  const found = names.map((name) => statisticOf(known, name)).filter((statistic) => statistic !== undefined);
  if (found.length < names.length) return null;
  const columns = found.reduce((sum, statistic) => sum + statistic.columns, 0);
  const rows = Array.from({ length: known.images.count }, (_, image) =>
    found.flatMap(({ values, columns: own }) => [...values.subarray(image * own, (image + 1) * own)]),
  );
  return await kMeans(known, Float32Array.from(rows.flat()), columns);
}

async function kMeans(
  { images, clusters, device, seed }: Known,
  values: Float32Array<ArrayBuffer>,
  columns: number,
): Promise<Made> {
  using x = tensor(device, values, [images.count, columns]);
  return { classes: Int32Array.from(await new KMeans({ clusters, seed }).fitPredict(x)) };
}

const unlabelled = (images: ImageSet): ImageSet => ({ ...images, labels: null });

async function networkOf(
  { images, clusters, device, seed }: Known,
  options: { readonly epochs?: number },
): Promise<Made> {
  const network = new ImageClusterer({ ...TRIAL_NETWORK, ...options, clusters, seed }, device);
  try {
    await network.fit(unlabelled(images));
    return { classes: await network.predict(images), others: await network.predictHeads(images) };
  } finally {
    await network.close();
  }
}
