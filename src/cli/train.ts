/** `skein train`: learns the classes of labelled images, and writes down how well. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type ImageSet, subset } from "../data/image_set.js";
import { labelledImages } from "../data/labels.js";
import type { SourceOptions } from "../data/source.js";
import type { Device } from "../device/index.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { clock, count, percent } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { writeHistory } from "../models/callbacks.js";
import { VALIDATION_SPLIT } from "../models/classifier/labels.js";
import {
  ImageClassifier,
  type ImageClassifierOptions,
  type ImageSize,
  parseClassifierConfig,
  readPretrained,
} from "../models/index.js";
import { ownShards, together } from "../parallel/index.js";
import type { EpochLog } from "../train/index.js";
import { continuation, describeDevice, VERSION } from "./about.js";
import { type Assignments, mostProbable } from "./assignments.js";
import { type EncodingOptions, refuseWithoutEncoder } from "./encoding.js";
import { EXIT } from "./exit_codes.js";
import {
  describeImages,
  framesOf,
  limitOfFiles,
  readImages,
  refuseSizeWithoutFiles,
  requireLabels,
  spread,
  warnOfSkipped,
} from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { currentRanks, sharedExitCode } from "./job.js";
import { knownLabels } from "./known_labels.js";
import { type ReadingOptions, readJsonObject } from "./options.js";
import type { Output } from "./output.js";
import { trainingProgress } from "./progress.js";
import { defaultRunFolder, RunFolder } from "./run_folder.js";
import {
  type Comparison,
  compareWithLabels,
  comparisonJson,
  confusionTable,
  perClassTable,
} from "./scores.js";
import { table } from "./table.js";

export interface TrainOptions extends ReadingOptions, EncodingOptions {
  readonly model?: string;
  readonly from?: string;
  readonly freeze?: number | "all";
  readonly finetuneFrom?: string;
  readonly encoderRate?: number;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly seed?: number;
  readonly validationSplit?: number;
  readonly config?: string;
  readonly device: DeviceChoice;
  readonly out?: string;
  readonly preprocess?: string;
  readonly labels?: string;
  readonly report: boolean;
  readonly resume?: boolean;
  readonly force?: boolean;
}

export async function train(source: string, options: TrainOptions, out: Output): Promise<number> {
  const ranks = currentRanks();
  const given = await together(ranks, async () => {
    refuseWithoutEncoder(options);
    const checked = await configuration(options);
    if (options.labels !== undefined) await requireLabels(options.labels);
    return checked;
  });
  using interrupt = new InterruptListener(out);
  // What can fail at once does so before the images are read, which may take long.
  using device = await together(ranks, () => openDevice(options.device));
  const folder = await RunFolder.shared(ranks, () => openTrainFolder(source, options));
  try {
    return await run({ source, options, given, device, folder, interrupt, out });
  } finally {
    await folder.close();
  }
}

/** The folder of a training's results. */
export async function openTrainFolder(
  source: string,
  { out, force, resume }: TrainOptions,
): Promise<RunFolder> {
  if (out !== undefined) return RunFolder.open(out, { force, resume });
  if (resume) throw new ArgumentError("--resume needs the folder of the interrupted run: give it as --out");
  return RunFolder.create(defaultRunFolder(source, new Date()));
}

interface Job {
  readonly source: string;
  readonly options: TrainOptions;
  readonly given: ImageClassifierOptions;
  readonly device: Device;
  readonly folder: RunFolder;
  readonly interrupt: InterruptListener;
  readonly out: Output;
}

/** What is known before anything is learned. */
async function begin(job: Job) {
  const { source, options, given, device, out } = job;
  const { from } = options;
  const pretrained =
    from === undefined
      ? null
      : await readPretrained(from, { ...given, onNote: (note) => out.note(`${from}: ${note}`) });
  const { learned, test } = await labelledOf(job, pretrained?.size ?? null);
  out.note(`${source}: ${describeImages(learned, test)}`);
  out.note(`device: ${describeDevice(device.info)}`);
  if (test && options.validationSplit !== undefined) {
    throw new ArgumentError(`--validation-split: ${source} brings test images to judge by: leave it out`);
  }
  const split = test ? {} : { validationSplit: given.validationSplit ?? VALIDATION_SPLIT };
  const settings = { ...given, ...split };
  const classifier = pretrained
    ? await ImageClassifier.fromPretrained(pretrained, settings, device)
    : new ImageClassifier(settings, device);
  return { classifier, learned, test };
}

async function run(job: Job): Promise<number> {
  const { options, folder, interrupt, out } = job;
  const { signal } = interrupt;
  const ranks = currentRanks();
  const { classifier, learned, test } = await together(ranks, () => begin(job));
  try {
    const { epochs, batch } = classifier.config;
    const trained = test
      ? learned.count
      : Math.round(learned.count * (1 - classifier.config.validationSplit!));
    const steps = epochs * Math.ceil(trained / Math.min(batch, trained));
    const progress = trainingProgress(out, signal, { epochs, steps });
    const resumeWith = continuation(folder.path);
    interrupt.message = "Finishing the step and saving it. Press Ctrl-C again to stop at once.";
    const { finished, history, validation } = await classifier
      .fit(learned, learned.labels!, {
        labelNames: learned.labelNames,
        ...(test && { validation: { images: test, labels: test.labels! } }),
        onProgress: (now) => progress.update(now),
        signal,
        collectives: ranks,
        checkpoint: folder.checkpoint,
        resume: options.resume ? folder.checkpoint : undefined,
      })
      .catch((error) => {
        if (existsSync(folder.checkpoint)) {
          out.warn(`The last checkpoint is kept, ${folder.checkpoint}: go on with\n  ${resumeWith}`);
        }
        throw error;
      })
      .finally(() => progress.stop());
    if (!finished) {
      out.warn(`Saved ${folder.checkpoint}. Go on with\n  ${resumeWith}`);
      return await sharedExitCode(signal);
    }
    out.note(`trained in ${clock(classifier.trainingSeconds)}`);
    interrupt.message = `Stopping: training is done, its results are not written yet. Go on with\n  ${resumeWith}`;
    // All processes learned the same; the first one judges it and writes it down.
    await together(ranks, () =>
      ranks.rank === 0 ? finish(job, { classifier, learned, test, history, validation }) : null,
    );
    return EXIT.success;
  } finally {
    await classifier.close();
  }
}

interface Trained extends Pick<TrainRun, "classifier" | "learned" | "history"> {
  readonly test: ImageSet | null;
  readonly validation: Uint32Array | null;
}

/** Judges what was learned, and writes it down. */
async function finish(job: Job, { classifier, learned, test, history, validation }: Trained): Promise<void> {
  const { source, options, device, folder, interrupt, out } = job;
  const judged = test ?? subset(learned, validation!);
  const assignments = mostProbable(await classifier.predictProba(judged));
  const known = knownLabels(classifier.classNames, judged);
  const comparison = compareWithLabels(judged.labels!, assignments.clusters, known);
  interrupt.signal.throwIfAborted();
  const part = test ? "test images" : "validation images";
  const done: TrainRun = {
    source,
    classifier,
    device,
    learned,
    judged,
    part,
    assignments,
    history,
    comparison,
  };
  const result = runJson(done);
  const files = await writeRun(done, result, job);
  await rm(folder.checkpoint, { force: true });
  if (options.json) await out.data(`${JSON.stringify(result)}\n`);
  else {
    const parts = [
      epochTable(history),
      `accuracy on ${count(judged.count)} ${part}: ${percent(comparison.scores.accuracy)}\n`,
      perClassTable(comparison, judged.labelNames),
      confusionTable(comparison, judged.labelNames) ?? "",
      `${folder.path}: ${files.join(", ")}\n`,
    ];
    await out.result(parts.filter((text) => text !== "").join("\n"));
  }
  warnOfSkipped(out, learned.skipped);
}

/** The configuration file, if there is one, with the command line's own values on top. */
async function configuration(options: TrainOptions): Promise<ImageClassifierOptions> {
  const { model: network, freeze, epochs, batch, learningRate, seed, validationSplit, preprocess } = options;
  const file = options.config === undefined ? {} : await readJsonObject("--config", options.config);
  const { finetuneFrom: trainFrom, encoderRate: trunkLearningRate } = options;
  const own = {
    network,
    freeze,
    trainFrom,
    trunkLearningRate,
    epochs,
    batch,
    learningRate,
    seed,
    validationSplit,
    preprocess,
  };
  if (options.from === undefined && (trainFrom ?? trunkLearningRate) !== undefined) {
    const option = trainFrom === undefined ? "--encoder-rate" : "--finetune-from";
    throw new ArgumentError(`${option} is for a network that learned elsewhere: give its file as --from`);
  }
  const flags = Object.entries(own).filter(([, value]) => value !== undefined);
  const all = { ...file, ...Object.fromEntries(flags) } as ImageClassifierOptions;
  ownShards(parseClassifierConfig(all).shards, currentRanks());
  return all;
}

/** Labelled images, and those that the source sets apart, in the size that a network learned with, if there is one. */
export async function labelledOf(
  { source, options, interrupt, out }: Pick<Job, "source" | "options" | "interrupt" | "out">,
  learnedSize: (ImageSize & Pick<SourceOptions, "reader">) | null,
) {
  const { size, maxPixels, range, frames, labels, limit } = options;
  // Images for a network that learned already are as those were.
  const wanted = learnedSize && { ...learnedSize, channels: learnedSize.channels as 1 | 3 };
  const opening = {
    ...{ ...wanted, ...size, maxPixels, frames: framesOf(frames), labels },
    ...(range !== undefined && { range }),
    limit: await limitOfFiles(limit, labels),
  };
  const { train: opened, test } = await readImages(source, opening, out, interrupt.signal);
  refuseSizeWithoutFiles(opened, size !== undefined);
  const labelled = labelledImages(opened);
  const few = (set: ImageSet) => (limit === undefined ? set : spread(set, limit));
  return { learned: few(labelled), test: test && few(test) };
}

interface TrainRun {
  readonly source: string;
  readonly classifier: ImageClassifier;
  readonly device: Device;
  readonly learned: ImageSet;
  /** Test images, or those of the validation split. */
  readonly judged: ImageSet;
  readonly part: string;
  readonly assignments: Assignments;
  readonly history: readonly EpochLog[];
  readonly comparison: Comparison;
}

/** Writes the files of a run, each whole or not at all, and returns their names. */
async function writeRun(
  run: TrainRun,
  result: object,
  { folder, options, out, interrupt }: Job,
): Promise<string[]> {
  await folder.removeEarlier();
  await run.classifier.save(folder.model);
  await writeHistory(folder.file("history.csv"), run.history);
  await writeFileAtomically(folder.file("metrics.json"), `${JSON.stringify(result, null, 2)}\n`);
  const files = ["model.safetensors", "history.csv", "metrics.json"];
  if (!options.report) return files;
  interrupt.signal.throwIfAborted();
  out.note("drawing the report");
  await writePage(run, folder.file("report.html"));
  return [...files, "report.html"];
}

async function writePage(run: TrainRun, path: string): Promise<void> {
  // Plots take long to load, and are needed only here.
  const { writeTrainingReport } = await import("../report/training_report.js");
  const { source, classifier, device, learned, judged, part, assignments, history, comparison } = run;
  const { seed, ...settings } = classifier.config;
  const { accuracy } = comparison.scores;
  const { precision, recall, f1 } = comparison.report.macroAverage;
  await writeTrainingReport(path, {
    part,
    learned: part === "test images" ? learned.count : learned.count - judged.count,
    network: classifier.config.network,
    parameters: classifier.network.count(),
    epochs: history,
    judged: {
      title: basename(resolve(source)),
      source,
      createdAt: new Date(),
      device: describeDevice(device.info),
      seed,
      settings,
      images: judged,
      assignments: assignments.clusters,
      confidence: assignments.confidence,
      clusters: classifier.classNames.length,
      labels: judged.labels,
      labelNames: judged.labelNames,
      scores: Object.entries({ Accuracy: accuracy, Precision: precision, Recall: recall, F1: f1 }).map(
        ([name, value]) => ({ name, split: part, value }),
      ),
      evaluation: {
        mapping: comparison.mapping,
        contingency: comparison.confusion,
        perClass: comparison.report.classes,
      },
      skipped: learned.skipped,
      trainingSeconds: classifier.trainingSeconds,
    },
  });
}

function runJson({ source, classifier, device, learned, judged, part, history, comparison }: TrainRun) {
  const { height, width, channels } = learned;
  const { info } = device;
  const test = part === "test images" ? judged.count : 0;
  return {
    skein: VERSION,
    createdAt: new Date().toISOString(),
    source,
    images: { train: learned.count, test, skipped: learned.skipped.length, height, width, channels },
    device: { kind: info.kind, name: info.name, ...info.details },
    versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
    config: classifier.config,
    classes: classifier.classNames,
    parameters: classifier.network.count(),
    seconds: { training: classifier.trainingSeconds },
    history,
    judged: { part, images: judged.count },
    scores: { accuracy: comparison.scores.accuracy, macroAverage: comparison.report.macroAverage },
    ...comparisonJson(comparison, judged.labelNames),
    skipped: learned.skipped,
  };
}

const metricNames = (history: readonly EpochLog[]) => Object.keys(history[0]?.metrics ?? {});

/** Epochs of a table at most: the last ones. */
const SHOWN_EPOCHS = 12;

function epochTable(history: readonly EpochLog[]): string {
  const names = metricNames(history);
  return table(
    ["epoch", "loss", ...names],
    history
      .slice(-SHOWN_EPOCHS)
      .map(({ epoch, loss, metrics }) => [
        String(epoch),
        loss.toFixed(4),
        ...names.map((name) =>
          /accuracy/i.test(name) ? percent(metrics[name]!) : metrics[name]!.toFixed(4),
        ),
      ]),
  );
}
