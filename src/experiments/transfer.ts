/**
 * A clusterer's encoder, which learned from digits without labels, fine-tuned to a thousand labelled pictures of clothes,
 * beside the same network from random numbers.
 *
 *   npm run experiment:transfer [-- --seeds 0,1,2] [--labels 1000] [--images 60000] [--epochs 30] [--encoder-epochs 6] [--fashion DIR]
 *
 * Rows are kept in bench/results/transfer.json as they come (--out names another folder), and the table in transfer.md.
 * Settings are the same for both: Adam, one learning rate, the same pictures in the same order; both are judged by all
 * 10,000 test images after the last epoch, of which nothing was chosen.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ImageSet, subset, take } from "../data/image_set.js";
import { loadFashionMnist, loadMnist } from "../data/mnist.js";
import type { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { ImageClassifier, ImageClusterer, readPretrained } from "../models/index.js";
import { Random } from "../random/philox.js";
import { KeptRows, machinesOf, type RowKey, type RowOrigin, tableLine } from "./kept_rows.js";

const RESULTS = fileURLToPath(new URL("../../bench/results", import.meta.url));

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "0,1,2" },
    labels: { type: "string", default: "1000" },
    images: { type: "string", default: "60000" },
    epochs: { type: "string", default: "30" },
    "encoder-epochs": { type: "string", default: "6" },
    out: { type: "string", default: RESULTS },
    /** A folder with Fashion-MNIST's IDX files; default Debian's. */
    fashion: { type: "string" },
  },
});

interface Row extends RowKey, RowOrigin {
  /** On the test images. */
  readonly accuracy: number;
  readonly seconds: number;
  readonly labels: number;
  /** Digits that the encoder learned from, and how often it saw them. */
  readonly digits: number;
  readonly encoderEpochs: number;
  readonly epochs: number;
}

/** The ways to begin, as columns of the table. */
const STARTS = {
  "from scratch": { pretrained: false, freeze: 0 },
  "fine-tuned": { pretrained: true, freeze: 0 },
  "frozen encoder": { pretrained: true, freeze: "all" },
} as const;

/** As many of each class, drawn by the seed. */
function labelled(images: ImageSet, count: number, seed: number): ImageSet {
  const order = new Random(seed, 1).permutation(images.count);
  const left = new Map([...new Set(images.labels)].map((label) => [label, count / 10]));
  const chosen = order.filter((i) => {
    const label = images.labels![i]!;
    left.set(label, left.get(label)! - 1);
    return left.get(label)! >= 0;
  });
  return subset(images, chosen);
}

async function learnDigits(device: Device, path: string, images: ImageSet, epochs: number, seed: number) {
  const clusterer = new ImageClusterer({ views: "digits", epochs, seed }, device);
  try {
    await clusterer.fit(images);
    await clusterer.save(path);
  } finally {
    await clusterer.close();
  }
}

function markdown(rows: readonly Row[]): string {
  const columns = Object.keys(STARTS);
  const groups = [...new Set(rows.map(({ set }) => set))];
  const lines = groups.map((set) => {
    const cells = columns.map((column) => {
      const found = rows.filter((row) => row.set === set && row.column === column);
      if (found.length === 0) return "";
      const mean = found.reduce((sum, { accuracy }) => sum + accuracy, 0) / found.length;
      return `${mean.toFixed(3)} (${found.map(({ accuracy }) => accuracy.toFixed(3)).join(", ")})`;
    });
    return tableLine([set, ...cells]);
  });
  return [
    "# An encoder that learned digits without labels, used for clothes",
    "",
    "`npm run experiment:transfer`: accuracy on the 10,000 test images of Fashion-MNIST, mean and each seed.",
    "",
    tableLine(["training", ...columns]),
    tableLine(["---", ...columns.map(() => "---")]),
    ...lines,
    "",
    ...machinesOf(rows).map((line) => `- ${line}`),
    "",
  ].join("\n");
}

const number = (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no whole number from 0 up`);
  return value;
};
const [labels, digits, epochs] = [values.labels, values.images, values.epochs].map(number) as [
  number,
  number,
  number,
];
const encoderEpochs = number(values["encoder-epochs"]);
const set = `${labels} labels, ${epochs} epochs; encoder: ${digits} digits, ${encoderEpochs} epochs`;

const kept = await KeptRows.open<Row>(values.out, "transfer", markdown);
const folder = await mkdtemp(join(tmpdir(), "skein-transfer-"));
const device = await openDevice("native");
try {
  const [mnist, clothes] = [await loadMnist(), await loadFashionMnist(values.fashion)];
  for (const seed of values.seeds.split(",").map(number)) {
    const path = join(folder, `digits-${seed}.safetensors`);
    await learnDigits(device, path, take(mnist.train, digits), encoderEpochs, seed);
    const encoder = await readPretrained(path);
    for (const [column, { pretrained, freeze }] of Object.entries(STARTS)) {
      const { network, networkOptions, normalization } = encoder;
      const options = { network, networkOptions, normalization, freeze, epochs, batch: 50, seed };
      const classifier = pretrained
        ? await ImageClassifier.fromPretrained(encoder, options, device)
        : new ImageClassifier(options, device);
      const train = labelled(clothes.train, labels, seed);
      await classifier.fit(train, train.labels!);
      const { accuracy } = await classifier.evaluate(clothes.test!, clothes.test!.labels!);
      const seconds = classifier.trainingSeconds;
      await classifier.close();
      const origin = {
        date: new Date().toISOString().slice(0, 10),
        machine: cpus()[0]!.model,
        load: loadavg()[0]!,
      };
      await kept.keep({
        set,
        column,
        seed,
        accuracy,
        seconds,
        labels,
        digits,
        encoderEpochs,
        epochs,
        ...origin,
      });
      console.log(`seed ${seed}, ${column}: ${accuracy.toFixed(4)} in ${seconds.toFixed(0)} s`);
    }
  }
} finally {
  device.close();
  await rm(folder, { recursive: true });
}
