/** (a) A row LSTM on digits read from image files, beside classical classifiers and AlexNet. */
import type { Device } from "../../device/index.js";
import { ImageClassifier, type ImageClassifierOptions } from "../../models/index.js";
import type { Split } from "./pictures.js";
import { type Experiment, type Log, mean, type Row, spread, timed } from "./table.js";

const NORMALIZATION = { mean: 0.1307, std: 0.3081 };

export interface RowLstmOptions {
  readonly seeds: number;
  readonly epochs: number;
}

export async function rowLstmExperiment(
  device: Device,
  digits: Split,
  { seeds, epochs }: RowLstmOptions,
  log: Log,
): Promise<Experiment> {
  const rows: Row[] = [];
  const runs: Awaited<ReturnType<typeof classify>>[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const options = { network: "rowLstm", epochs, seed, normalization: NORMALIZATION };
    const run = await classify(device, digits, options);
    log(`row LSTM, seed ${seed}: ${run.accuracy.toFixed(4)}`);
    runs.push(run);
  }
  const over = (name: "accuracy" | "precision" | "recall") => spread(runs.map((run) => run[name]));
  rows.push({
    learner: `row LSTM 28-256-10, ${seeds} seeds`,
    images: digits.train.count,
    accuracy: over("accuracy"),
    precision: over("precision"),
    recall: over("recall"),
    "seconds of training": mean(runs.map(({ seconds }) => seconds)),
    parameters: runs[0]!.parameters,
  });
  return {
    title: "(a) Row LSTM on digits",
    about: [
      `MNIST written as PNG files, a folder for each digit, and read from there: ${digits.train.count.toLocaleString("en")} ` +
        `training images, ${digits.test.count.toLocaleString("en")} test images.`,
      `Row LSTM: 28 inputs, 256 units, ${epochs} epochs in batches of 32, Adam 1e-3, pixels normalised by 0.1307 and 0.3081.`,
    ],
    rows,
  };
}

async function classify(device: Device, { train, test }: Split, options: ImageClassifierOptions) {
  const classifier = new ImageClassifier(options, device);
  try {
    const [, seconds] = await timed(() => classifier.fit(train, train.labels!));
    const { accuracy, report } = await classifier.evaluate(test, test.labels!);
    const { precision, recall } = report.macroAverage;
    return { accuracy, precision, recall, seconds, parameters: classifier.network.count() };
  } finally {
    await classifier.close();
  }
}
