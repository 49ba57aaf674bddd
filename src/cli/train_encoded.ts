/** `skein train --encoder ...`: a head on the features of a pretrained network. */
import { type ImageSet, subset } from "../data/image_set.js";
import type { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { clock, count, percent } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { classesOf, stratifiedSplit, VALIDATION_SPLIT } from "../models/classifier/labels.js";
import { EncodedClassifier, FileEncoder, type ImageEncoder, openEncoder } from "../models/index.js";
import { together } from "../parallel/index.js";
import { describeDevice, VERSION } from "./about.js";
import { mostProbable } from "./assignments.js";
import { encoderSource, openCache, watchEncoding } from "./encoding.js";
import { EXIT } from "./exit_codes.js";
import { describeImages, requireLabels, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { currentRanks } from "./job.js";
import { knownLabels } from "./known_labels.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";
import type { RunFolder } from "./run_folder.js";
import { compareWithLabels, comparisonJson, confusionTable, perClassTable } from "./scores.js";
import { labelledOf, openTrainFolder, type TrainOptions } from "./train.js";

/** What asks for a network that learns. */
const OTHERS = {
  ...{ model: "model", from: "from", freeze: "freeze", config: "config", preprocess: "preprocess" },
  ...{ resume: "resume", finetuneFrom: "finetune-from", encoderRate: "encoder-rate" },
} as const;

export async function trainEncoded(source: string, options: TrainOptions, out: Output): Promise<number> {
  const ranks = currentRanks();
  await together(ranks, () => {
    if (ranks.size === 1) return;
    throw new ArgumentError(
      "several processes share the training of a network, and --encoder trains a head alone: start one process",
    );
  });
  const found = Object.entries(OTHERS).find(([name]) => options[name as keyof typeof OTHERS] !== undefined);
  if (found !== undefined) {
    throw new ArgumentError(
      `--encoder trains a head alone, and --${found[1]} is for networks that learn: leave one out`,
    );
  }
  const encoding = encoderSource(options);
  if (options.labels !== undefined) await requireLabels(options.labels);
  using interrupt = new InterruptListener(out);
  using device = await openDevice(options.device);
  const encoder = await openEncoder({ ...encoding, onNote: (note) => out.note(note) }, device);
  try {
    const folder = await openTrainFolder(source, options);
    try {
      return await run({ source, options, device, encoder, folder, interrupt, out });
    } finally {
      await folder.close();
    }
  } finally {
    encoder.release();
  }
}

interface Job {
  readonly source: string;
  readonly options: TrainOptions;
  readonly device: Device;
  readonly encoder: ImageEncoder;
  readonly folder: RunFolder;
  readonly interrupt: InterruptListener;
  readonly out: Output;
}

async function run(job: Job): Promise<number> {
  const { source, options, device, encoder, folder, interrupt, out } = job;
  const { signal } = interrupt;
  const cache = openCache(options, out);
  const watch = watchEncoding();
  const progress = countProgress(out, signal, "encoding", "image");
  const files = new FileEncoder(encoder, { cache, signal, onProgress: watch.update });
  let classifier: EncodedClassifier | null = null;
  try {
    const { reader } = files.opening;
    const { learned, test } = await labelledOf(job, { ...encoder.readSize, reader });
    out.note(`${source}: ${describeImages({ ...learned, ...files.size }, test)}`);
    out.note(`device: ${describeDevice(device.info)}`);
    if (test && options.validationSplit !== undefined) {
      throw new ArgumentError(`--validation-split: ${source} brings test images to judge by: leave it out`);
    }
    const { train, judged } = partsOf(learned, test, options);
    const { epochs, batch, learningRate, seed } = options;
    const asked = Object.entries({ epochs, batch, learningRate, seed }).filter(
      ([, value]) => value !== undefined,
    );
    if (!files.size) watch.listen(progress.update);
    const encoded = await files.encoded(train);
    out.note(watch.text(cache));
    classifier = await EncodedClassifier.fit(encoded, train.labels!, encoder, {
      ...{ ...Object.fromEntries(asked), signal, labelNames: train.labelNames },
    });
    out.note(`trained in ${clock(classifier.trainingSeconds)}`);
    const probabilities = await classifier.predictProba(await files.encoded(judged));
    progress.stop();
    const assignments = mostProbable(probabilities);
    const known = knownLabels(classifier.classNames, judged);
    const comparison = compareWithLabels(judged.labels!, assignments.clusters, known);
    const part = test ? "test images" : "validation images";
    const { height, width, channels } = files.size ?? learned;
    const result = {
      skein: VERSION,
      createdAt: new Date().toISOString(),
      source,
      images: {
        train: train.count,
        test: test?.count ?? 0,
        skipped: learned.skipped.length,
        height,
        width,
        channels,
      },
      device: { kind: device.info.kind, name: device.info.name, ...device.info.details },
      versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
      config: classifier.config,
      classes: classifier.classNames,
      seconds: { training: classifier.trainingSeconds },
      judged: { part, images: judged.count },
      scores: { accuracy: comparison.scores.accuracy, macroAverage: comparison.report.macroAverage },
      ...comparisonJson(comparison, judged.labelNames),
      skipped: learned.skipped,
    };
    await folder.removeEarlier();
    await classifier.save(folder.model);
    await writeFileAtomically(folder.file("metrics.json"), `${JSON.stringify(result, null, 2)}\n`);
    if (options.json) await out.data(`${JSON.stringify(result)}\n`);
    else {
      const parts = [
        `accuracy on ${count(judged.count)} ${part}: ${percent(comparison.scores.accuracy)}\n`,
        perClassTable(comparison, judged.labelNames),
        confusionTable(comparison, judged.labelNames) ?? "",
        `${folder.path}: model.safetensors, metrics.json\n`,
      ];
      await out.result(parts.filter((text) => text !== "").join("\n"));
    }
    warnOfSkipped(out, learned.skipped);
    return EXIT.success;
  } finally {
    progress.stop();
    await cache?.close();
    await classifier?.close();
  }
}

/** Images to learn from, and those to judge by: the source's own, or a share of each class. */
function partsOf(
  learned: ImageSet,
  test: ImageSet | null,
  { validationSplit = VALIDATION_SPLIT, seed = 0 }: TrainOptions,
) {
  if (test) return { train: learned, judged: test };
  const classes = classesOf(learned.labels!, learned.count, learned.labelNames);
  const parts = stratifiedSplit(classes, validationSplit, seed);
  return { train: subset(learned, parts.train), judged: subset(learned, parts.validation) };
}
