/**
 * MNIST clusterers without and with virtual adversarial training: clean accuracy, flip rates under FGSM and PGD, and the
 * certificate of 500 digits with its time.
 *
 *   npm run experiment:robustness [-- --seeds 0,1,2] [--images 60000] [--weight 0.3] [--epsilon 1] [--from 0.5] [--epochs 8]
 *                                 [--certify 500] [--draws 10000] [--out FOLDER]
 *
 * Rows are kept in bench/results/robustness.json as they come, and the table in robustness.md. Accuracy is on the 10,000
 * test digits under the best mapping of classes to labels; the attacks have those digits, and the class that the model
 * gives each.
 */
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { take } from "../data/image_set.js";
import { loadMnist } from "../data/mnist.js";
import { openDevice } from "../device/node/index.js";
import { clusteringAccuracy } from "../metrics/accuracy.js";
import { ImageClusterer } from "../models/index.js";
import { robustness } from "../robustness/index.js";
import { medianRadius } from "../robustness/scores.js";
import { KeptRows, machinesOf, type RowKey, type RowOrigin, tableLine } from "./kept_rows.js";

const RESULTS = fileURLToPath(new URL("../../bench/results", import.meta.url));

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "0" },
    images: { type: "string", default: "60000" },
    weight: { type: "string", default: "0.3" },
    /** A length, or "neighbours". */
    epsilon: { type: "string", default: "1" },
    /** Share of the training after which the adversarial term counts. */
    from: { type: "string", default: "0.5" },
    epochs: { type: "string" },
    /** Test digits that are certified. */
    certify: { type: "string", default: "500" },
    draws: { type: "string", default: "10000" },
    out: { type: "string", default: RESULTS },
  },
});

interface Row extends RowKey, RowOrigin {
  readonly accuracy: number;
  /** Flip rates by attack and epsilon, such as "fgsm 0.1". */
  readonly flips: Readonly<Record<string, number>>;
  readonly seconds: { readonly training: number; readonly attacks: number; readonly certificate: number };
  /** Of the digits that the certificate was asked for: shares. */
  readonly certified: number;
  readonly certifiedRight: number;
  /** Of those that are certified; null where none is. */
  readonly medianRadius: number | null;
}

const COLUMNS = [
  "accuracy",
  "FGSM 0.1",
  "PGD 0.1",
  "certified",
  "and right",
  "median radius",
  "certificate s",
];

function markdown(rows: readonly Row[]): string {
  const cells = (row: Row) => [
    row.accuracy.toFixed(4),
    ...["fgsm 0.1", "pgd 0.1"].map((name) => row.flips[name]!.toFixed(3)),
    ...[row.certified, row.certifiedRight, row.medianRadius].map((value) => value?.toFixed(3) ?? "-"),
    row.seconds.certificate.toFixed(0),
  ];
  return [
    "# How easily a clusterer of digits is fooled, without and with virtual adversarial training",
    "",
    "`npm run experiment:robustness`: rates on the 10,000 test digits; certificates of some of them at sigma 0.25; median radii of those that are certified.",
    "",
    tableLine(["training", "objective", "seed", ...COLUMNS]),
    tableLine(["---", "---", "---", ...COLUMNS.map(() => "---")]),
    ...rows.map((row) => tableLine([row.set, row.column, String(row.seed), ...cells(row)])),
    "",
    ...machinesOf(rows).map((line) => `- ${line}`),
    "",
  ].join("\n");
}

const number = (text: string) => {
  const value = Number(text);
  if (!(Number.isFinite(value) && value >= 0)) throw new Error(`${text} is no number from 0 up`);
  return value;
};
const [images, weight, draws, certify] = [values.images, values.weight, values.draws, values.certify].map(
  number,
) as [number, number, number, number];
const epsilon = values.epsilon === "neighbours" ? values.epsilon : number(values.epsilon);
const from = number(values.from);
const epochs = values.epochs === undefined ? undefined : number(values.epochs);

const kept = await KeptRows.open<Row>(values.out, "robustness", markdown);
const device = await openDevice("native");
try {
  const { train, test } = await loadMnist();
  const digits = take(train, images);
  for (const seed of values.seeds.split(",").map(number)) {
    for (const [column, adversarial] of [
      ["without", { weight: 0 }],
      [`weight ${weight}, epsilon ${epsilon}, from ${from}`, { weight, epsilon, from }],
    ] as const) {
      const clusterer = new ImageClusterer(
        { views: "digits", seed, ...(epochs && { epochs }), objective: { adversarial } },
        device,
      );
      try {
        await clusterer.fit(digits);
        const { accuracy } = clusteringAccuracy(test.labels!, await clusterer.predict(test));
        const timed = async (config: Parameters<typeof robustness>[2]) => {
          const begin = performance.now();
          const result = await robustness(clusterer, test, { changes: null, seed, ...config });
          return { result, seconds: (performance.now() - begin) / 1000 };
        };
        const attacked = await timed({ attacks: { epsilons: [0.05, 0.1, 0.2] }, certificate: null });
        const proven = await timed({
          attacks: null,
          certificate: { sigma: 0.25, n: draws, images: certify },
        });
        const { images: certified } = proven.result.certificate!;
        const share = (of: (image: (typeof certified)[number]) => boolean) =>
          certified.filter(of).length / certified.length;
        const row: Row = {
          // All that makes another row: rows are told apart by set, column and seed.
          set: `${digits.count} digits, ${clusterer.history.length} epochs, ${certified.length} certified by ${draws} draws`,
          ...{ column, seed, accuracy },
          flips: Object.fromEntries(
            attacked.result.attacks.map(({ name, level, flipRate }) => [`${name} ${level}`, flipRate]),
          ),
          seconds: {
            training: clusterer.trainingSeconds,
            attacks: attacked.seconds,
            certificate: proven.seconds,
          },
          certified: share(({ class: place }) => place !== null),
          certifiedRight: share(({ right }) => right === true),
          medianRadius: medianRadius(certified),
          date: new Date().toISOString().slice(0, 10),
          machine: cpus()[0]!.model,
          load: loadavg()[0]!,
        };
        await kept.keep(row);
        console.log(JSON.stringify(row));
      } finally {
        await clusterer.close();
      }
    }
  }
} finally {
  device.close();
}
