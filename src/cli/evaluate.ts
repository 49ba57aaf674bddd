/** `skein evaluate`: how well a model's classes agree with known labels. */
import { imageFiles, imageNames } from "../data/image_names.js";
import { concat, evenly, type ImageSet, subset } from "../data/image_set.js";
import { labelledImages } from "../data/labels.js";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { silhouetteScore } from "../metrics/silhouette.js";
import type { PredictingModel } from "../models/index.js";
import { classSizes, mostProbable } from "./assignments.js";
import { EXIT } from "./exit_codes.js";
import { describeImages, limitOfFiles, readImages, requireLabels, spread, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { KnownClasses } from "./known_classes.js";
import { knownLabels, labelsOfRun } from "./known_labels.js";
import { loadSorter } from "./load_sorter.js";
import { type CommonOptions, readJsonObject } from "./options.js";
import type { Output } from "./output.js";
import { compareWithLabels, comparisonJson, confusionTable, perClassTable, scoreTable } from "./scores.js";

export interface EvaluateOptions extends CommonOptions {
  readonly device: DeviceChoice;
  readonly labels?: string;
  readonly limit?: number;
  readonly maxPixels?: number;
  /** Whether classes are the model's own columns, whatever people made of them. */
  readonly raw?: boolean;
  /** The metrics.json of the run whose mapping of classes to labels is scored. */
  readonly mapping?: string;
}

/** Images drawn for the silhouette, whose cost grows with their square. */
const SILHOUETTE_SAMPLE = 2000;

export async function evaluate(
  model: string,
  source: string,
  options: EvaluateOptions,
  out: Output,
): Promise<number> {
  if (options.labels !== undefined) await requireLabels(options.labels);
  if (options.mapping !== undefined) await readJsonObject("--mapping", options.mapping);
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  const loaded = await loadSorter(model, options.device);
  try {
    const { train, test } = await judgedImages(loaded, source, options, out, signal);
    const images = test ? concat([train, test]) : train;
    const labels = images.labels!;
    out.note(`${source}: ${describeImages(images)}`);
    const classes = await KnownClasses.open(model, loaded, { raw: options.raw, out });
    const found = await loaded.predictProba(images);
    const names = imageNames({ train, test });
    const asked = { images, names, files: imageFiles(images), source };
    const { probabilities } = await classes.joined(found, asked, signal);
    const assignments = classes.idsOf(mostProbable(probabilities, classes.unsorted));
    signal.throwIfAborted();
    const { clusters } = assignments;
    const known = await mappingFor(loaded, images, options.mapping);
    const all = compareWithLabels(labels, clusters, known);
    const heldOut =
      test && compareWithLabels(labels.subarray(train.count), clusters.subarray(train.count), known);
    const silhouette = await silhouetteOf(loaded, images, clusters);
    const { labelNames } = images;
    if (options.json) {
      const result = {
        model,
        source,
        images: images.count,
        skipped: images.skipped,
        scores: { ...(heldOut && { heldOut: heldOut.scores }), all: all.scores },
        silhouette,
        classes: classSizes(assignments, classes.found),
        ...comparisonJson(all, labelNames),
      };
      await out.data(`${JSON.stringify(result)}\n`);
    } else {
      const parts = [
        scoreTable(
          [...(heldOut ? ([["held out", heldOut.scores]] as const) : []), ["all images", all.scores]],
          [["silhouette", silhouette === null ? "-" : silhouette.toFixed(4)]],
          loaded.supervised ? "accuracy" : options.mapping ? "accuracy (of the run's mapping)" : undefined,
        ),
        perClassTable(all, labelNames),
        confusionTable(all, labelNames) ??
          `(a confusion matrix of ${all.confusion.columnLabels.length} classes is too wide to show: --json gives it)\n`,
      ];
      await out.result(parts.join("\n"));
    }
    warnOfSkipped(out, images.skipped);
    return EXIT.success;
  } finally {
    await loaded.close();
  }
}

/** The label of each class: a classifier's own, those of a run where one is given, else null: the best ones. */
async function mappingFor(model: PredictingModel, images: ImageSet, run: string | undefined) {
  if (run === undefined) return model.supervised ? knownLabels(model.classNames, images) : null;
  if (!model.supervised) return await labelsOfRun(run, images);
  throw new ArgumentError(
    "--mapping is for classes that were found, and this model learned labels: leave it out",
  );
}

/** The images in the model's size; a folder without a file of labels is labelled by its folders. */
async function judgedImages(
  { imageSize }: PredictingModel,
  source: string,
  { labels, limit, maxPixels }: EvaluateOptions,
  out: Output,
  signal: AbortSignal,
) {
  const { height, width, channels, range = "full" } = imageSize;
  const decoding = { height, width, channels: channels as 1 | 3, maxPixels, range };
  const opening = { ...decoding, labels, limit: await limitOfFiles(limit, labels) };
  const opened = await readImages(source, opening, out, signal);
  const few = (set: ImageSet) => (limit === undefined ? set : spread(set, limit));
  return {
    train: few(labelledImages(opened.train)),
    test: opened.test && few(opened.test),
  };
}

/** The silhouette of a sample's features under their classes; null where it is not defined. */
async function silhouetteOf(
  model: PredictingModel,
  images: ImageSet,
  all: Int32Array,
): Promise<number | null> {
  const rows = evenly(images.count, SILHOUETTE_SAMPLE);
  const drawn = subset(images, rows);
  const clusters = Int32Array.from(rows, (row) => all[row]!);
  const distinct = new Set(clusters).size;
  if (distinct < 2 || distinct >= drawn.count) return null;
  const { data, columns } = await model.transform(drawn);
  return silhouetteScore(data, columns, clusters);
}
