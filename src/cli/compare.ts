/** `skein compare`: learners side by side on one set of labelled images. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type ComparisonRow,
  compareLearners,
  type LearnerChoice,
  type LearnerComparison,
} from "../compare/index.js";
import { chooseLearners } from "../compare/registry.js";
import { ranked, spreadOfRates } from "../compare/result.js";
import type { ImageSet } from "../data/image_set.js";
import { labelledImages } from "../data/labels.js";
import type { RangeOption } from "../data/samples.js";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { count, percent, seconds } from "../format.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
import { type CsvValue, writeCsv } from "../io/csv.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import { checkedSteps, preparedSet } from "../models/preprocessing.js";
import type { StepConfig } from "../preprocess/index.js";
import { VERSION } from "./about.js";
import { EXIT, type Interrupted } from "./exit_codes.js";
import {
  describeImages,
  limitOfFiles,
  readImages,
  refuseSizeWithoutFiles,
  requireLabels,
  spread,
  warnOfSkipped,
} from "./images.js";
import { InterruptListener } from "./interrupt.js";
import type { CommonOptions, SizeOption } from "./options.js";
import type { Output } from "./output.js";
import { table } from "./table.js";

export interface CompareCommandOptions extends CommonOptions {
  readonly learners?: string;
  readonly epochs?: number;
  readonly batch?: number;
  readonly rates?: "1" | "3";
  readonly seed?: number;
  readonly device: DeviceChoice;
  readonly out?: string;
  readonly force?: boolean;
  readonly size?: SizeOption;
  readonly maxPixels?: number;
  readonly range?: RangeOption;
  readonly limit?: number;
  readonly preprocess?: string;
  readonly labels?: string;
}

const MIB = 2 ** 20;

export async function compare(source: string, options: CompareCommandOptions, out: Output): Promise<number> {
  const { out: folder } = options;
  // What can fail at once does so before the images are read, which may take long.
  const steps = checkedSteps(options.preprocess ?? []);
  const learners = namesOf(options.learners);
  chooseLearners(learners);
  if (options.labels !== undefined) await requireLabels(options.labels);
  const made = folder === undefined ? [] : await claim(folder, options.force ?? false);
  try {
    return await run(source, learners, steps, options, out);
  } finally {
    await removeEmpty(made);
  }
}

async function run(
  source: string,
  learners: LearnerChoice,
  steps: readonly StepConfig[],
  options: CompareCommandOptions,
  out: Output,
): Promise<number> {
  const { epochs, batch, seed, device, rates, out: folder } = options;
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  interrupt.message =
    "Stopping the learner at work; the others are shown. Press Ctrl-C again to stop at once.";
  const { train, test } = await imagesOf(source, options, out, signal, steps);
  out.note(`${source}: ${describeImages(train, test)}`);
  const comparison = await compareLearners(
    { train, test },
    {
      ...{ learners, epochs, batch, seed, device, signal },
      rates: rates === "1" ? 1 : 3,
      onStart: ({ name }, place, all) => {
        if (out.interactive) out.note(`${place + 1} of ${all}: ${name} ...`);
      },
      onRow: (row) => note(row, out),
    },
  );
  const result = { skein: VERSION, createdAt: new Date().toISOString(), ...comparison };
  if (folder !== undefined) {
    await writeFileAtomically(join(folder, FILES[0]), `${JSON.stringify(result, null, 2)}\n`);
    await writeTable(join(folder, FILES[1]), comparison);
    // Plots take long to load, and are needed only here.
    const { writeComparisonReport } = await import("../report/comparison_report.js");
    await writeComparisonReport(join(folder, FILES[2]), comparison);
  }
  if (options.json) await out.data(`${JSON.stringify(result)}\n`);
  else await out.result(textOf(comparison) + (folder ? `\n${folder}: ${FILES.join(", ")}\n` : ""));
  warnOfSkipped(out, train.skipped);
  if (!comparison.finished) return (signal.reason as Interrupted).exitCode;
  return comparison.rows.some(({ failure }) => failure !== null) ? EXIT.failure : EXIT.success;
}

const FILES = ["comparison.json", "comparison.csv", "comparison.html"] as const;

/**
 * Makes the folder, and returns what was made for it.
 * @throws {ArgumentError} when an earlier comparison is there and may not be replaced.
 */
async function claim(folder: string, force: boolean): Promise<string[]> {
  const earlier = FILES.find((name) => existsSync(join(folder, name)));
  if (earlier !== undefined && !force) {
    throw new ArgumentError(
      `${folder} holds the ${earlier} of an earlier run: choose another --out, or replace it with --force`,
    );
  }
  return await ensureFolder(folder);
}

function namesOf(text: string | undefined): LearnerChoice {
  if (text === undefined) return "default";
  if (text === "all") return "all";
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

async function imagesOf(
  source: string,
  options: CompareCommandOptions,
  out: Output,
  signal: AbortSignal,
  steps: readonly StepConfig[],
) {
  const { size, maxPixels, range, labels, limit } = options;
  const opening = { ...size, maxPixels, range, labels, limit: await limitOfFiles(limit, labels) };
  const { train, test } = await readImages(source, opening, out, signal);
  refuseSizeWithoutFiles(train, size !== undefined);
  const few = (set: ImageSet) => (limit === undefined ? set : spread(set, limit));
  const read = (set: ImageSet) => preparedSet(few(set), steps, signal);
  return { train: await read(labelledImages(train)), test: test && (await read(test)) };
}

/** One line for each learner. */
function note({ learner, result, failure }: ComparisonRow, out: Output): void {
  if (result === null) out.warn(`${learner}: failed: ${failure}`);
  else {
    const { scores, seconds: taken } = result;
    out.note(`${learner}: accuracy ${percent(scores.accuracy)}, trained in ${seconds(taken.training)} s`);
  }
}

function textOf(comparison: LearnerComparison): string {
  const rows = ranked(comparison.rows);
  if (rows.length === 0) return "";
  const { images, heldOut, device, machine } = comparison;
  const scores = table(
    [
      ...["<learner", "<learns from", "accuracy", "precision", "recall", "F1"],
      ...["training s", "s per 1,000", "parameters", "memory MiB"],
    ],
    rows.map(({ learner, supervised, result }) => [
      ...[learner, supervised ? "labels" : "images alone"],
      ...(result
        ? [
            ...(["accuracy", "precision", "recall", "f1"] as const).map((name) =>
              percent(result.scores[name]),
            ),
            ...[seconds(result.seconds.training), seconds(result.seconds.per1000)],
            ...[count(result.parameters), count(result.memory.growth / MIB)],
          ]
        : Array<string>(8).fill("-")),
    ]),
  );
  const notes = [
    `Scores of ${count(images.test)} ${heldOut}; precision, recall and F1 are means over ${comparison.classes.length} classes.`,
    `${device}; ${machine.cores} cores, Node ${machine.node}. Memory is a process's peak beyond code and images.`,
    ...(rows.some(({ supervised }) => !supervised)
      ? ["Classes found in images alone were matched one to one to the labels for scoring."]
      : []),
    ...rows.flatMap(({ learner, result, failure }) => {
      if (result === null) return [`${learner} failed: ${failure}`];
      if (result.trainedOn === images.train) return [];
      return [`${learner} was trained on ${count(result.trainedOn)} of ${count(images.train)} images.`];
    }),
  ];
  return [scores, `${notes.join("\n")}\n`, ratesTable(rows)].filter((part) => part !== "").join("\n");
}

/** Accuracy at each learning rate, where more than one was tried. */
function ratesTable(rows: readonly ComparisonRow[]): string {
  const tried = rows.flatMap(({ learner, result }) =>
    result?.rates && result.rates.length > 1 ? [{ learner, rates: result.rates }] : [],
  );
  if (tried.length === 0) return "";
  return table(
    ["<learning rate", "a tenth", "default", "ten times", "spread"],
    tried.map(({ learner, rates }) => {
      const spread = spreadOfRates(rates);
      return [
        learner,
        ...rates.map(
          ({ rate, accuracy }) => `${accuracy === null ? "failed" : percent(accuracy)} at ${rate}`,
        ),
        spread === null ? "-" : percent(spread),
      ];
    }),
  );
}

async function writeTable(path: string, { rows, images }: LearnerComparison): Promise<void> {
  const columns = [
    ...["learner", "supervised", "trainedOn", "trainImages", "accuracy", "precision", "recall", "f1"],
    ...["trainingSeconds", "predictionSeconds", "secondsPer1000", "parameters", "memoryBytes"],
    ...["learningRates", "rateAccuracies", "rateSpread", "failure"],
  ];
  await writeCsv(
    path,
    columns,
    rows.map(({ learner, supervised, result, failure }): CsvValue[] => {
      if (result === null) return [learner, String(supervised), ...Array<string>(14).fill(""), failure ?? ""];
      const { scores, seconds: taken, parameters, memory, trainedOn, rates } = result;
      return [
        ...[learner, String(supervised), trainedOn, images.train],
        ...[scores.accuracy, scores.precision, scores.recall, scores.f1],
        ...[taken.training, taken.prediction, taken.per1000, parameters, memory.growth],
        ...[
          (rates ?? []).map(({ rate }) => rate).join(" "),
          (rates ?? []).map(({ accuracy }) => accuracy ?? "failed").join(" "),
        ],
        ...[spreadOfRates(rates) ?? "", ""],
      ];
    }),
  );
}
