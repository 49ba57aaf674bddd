/** What `skein cluster` leaves: files in the run's folder, and the summary on stdout. */
import { basename, resolve } from "node:path";
import { type ImageSet, subset } from "../data/image_set.js";
import type { DeviceInfo } from "../device/index.js";
import { count, counted, percent } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { type CsvValue, writeCsv } from "../io/csv.js";
import type { ImageClusterer } from "../models/index.js";
import { describeDevice, VERSION } from "./about.js";
import { type Assignments, classSizes, round } from "./assignments.js";
import { imageName } from "./images.js";
import type { Output } from "./output.js";
import type { RunFolder } from "./run_folder.js";
import { type Comparison, comparisonJson, labelName, perClassTable, scoreTable } from "./scores.js";
import { table } from "./table.js";

export interface ClusterRun {
  readonly source: string;
  readonly clusterer: ImageClusterer;
  readonly device: DeviceInfo;
  /** Those learned from, then those held out. */
  readonly images: ImageSet;
  readonly parts: { readonly train: number; readonly test: number };
  readonly assignments: Assignments;
  /** Null where no labels are known; `train` and `heldOut` where the source sets images apart. */
  readonly comparisons: {
    readonly all: Comparison;
    readonly train: Comparison | null;
    readonly heldOut: Comparison | null;
  } | null;
  readonly seconds: { readonly reading: number; readonly prediction: number };
  readonly createdAt: Date;
}

/** Writes the files of a run, each whole or not at all, and returns their names. */
export async function writeRun(
  run: ClusterRun,
  folder: RunFolder,
  { report, out, signal }: { report: boolean; out: Output; signal: AbortSignal },
): Promise<string[]> {
  await folder.removeEarlier();
  await run.clusterer.save(folder.model);
  await writeAssignments(run, folder.file("assignments.csv"));
  await writeFileAtomically(folder.file("metrics.json"), `${JSON.stringify(runJson(run), null, 2)}\n`);
  const files = ["model.safetensors", "assignments.csv", "metrics.json"];
  if (!report) return files;
  signal.throwIfAborted();
  out.note("drawing the report");
  await writePage(run, folder.file("report.html"), signal);
  return [...files, "report.html"];
}

async function writeAssignments({ images, parts, assignments }: ClusterRun, path: string): Promise<void> {
  const { labels, labelNames } = images;
  const columns = ["image", "split", "cluster", "confidence", ...(labels ? ["label"] : [])];
  function* rows(): Generator<CsvValue[]> {
    for (let i = 0; i < images.count; i++) {
      const held = i >= parts.train;
      // Images without names are numbered within their part, as in the file they came from.
      const name = images.names ? imageName(images, i) : held ? i - parts.train : i;
      const row = [
        name,
        held ? "test" : "train",
        assignments.clusters[i]!,
        round(assignments.confidence[i]!),
      ];
      yield labels ? [...row, labelName(labelNames, labels[i]!)] : row;
    }
  }
  await writeCsv(path, columns, rows());
}

/** metrics.json, which is also what `--json` prints. */
export function runJson(run: ClusterRun): Record<string, unknown> {
  const { clusterer, images, parts, assignments, comparisons, device } = run;
  const { config, trainingSeconds, selectedHead } = clusterer;
  const mapping = comparisons?.all.mapping;
  return {
    skein: VERSION,
    createdAt: run.createdAt.toISOString(),
    source: run.source,
    images: {
      count: images.count,
      train: parts.train,
      test: parts.test,
      skipped: images.skipped.length,
      height: images.height,
      width: images.width,
      channels: images.channels,
    },
    device: { kind: device.kind, name: device.name, ...device.details },
    versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
    seed: config.seed,
    config,
    seconds: { reading: run.seconds.reading, training: trainingSeconds, prediction: run.seconds.prediction },
    scores: comparisons && {
      ...(comparisons.heldOut && { heldOut: comparisons.heldOut.scores, train: comparisons.train?.scores }),
      all: comparisons.all.scores,
    },
    classes: classSizes(assignments, config.clusters).map((size) => {
      const label = mapping?.get(size.cluster) ?? -1;
      return comparisons ? { ...size, label: label < 0 ? null : labelName(images.labelNames, label) } : size;
    }),
    ...(comparisons && comparisonJson(comparisons.all, images.labelNames)),
    selectedHead,
    history: clusterer.lossHistory,
    restarts: clusterer.restarts,
    skipped: images.skipped,
  };
}

/** The summary for people. */
export function runText(run: ClusterRun, folder: string, files: readonly string[]): string {
  const { clusterer, images, assignments, comparisons } = run;
  const parts: string[] = [];
  if (comparisons) {
    const { all, heldOut } = comparisons;
    parts.push(
      scoreTable([...(heldOut ? ([["held out", heldOut.scores]] as const) : []), ["all images", all.scores]]),
      perClassTable(all, images.labelNames),
    );
  } else {
    const sizes = classSizes(assignments, clusterer.config.clusters);
    parts.push(
      table(
        ["class", "images", "share", "mean confidence"],
        sizes.map(({ cluster, images: size, meanConfidence }) => [
          String(cluster),
          count(size),
          percent(size / images.count),
          meanConfidence === null ? "-" : percent(meanConfidence),
        ]),
      ),
    );
  }
  if (images.skipped.length > 0) parts.push(`${counted(images.skipped.length, "file")} skipped\n`);
  parts.push(`${folder}: ${files.join(", ")}\n`);
  return parts.join("\n");
}

/** Points on the report's map; UMAP takes about a second for them. */
const MAP_POINTS = 2000;

async function writePage(run: ClusterRun, path: string, signal: AbortSignal): Promise<void> {
  // Plots take long to load, and are needed only here.
  const { writeReport } = await import("../report/report.js");
  const { featureMap, sampleIndices } = await import("../report/feature_map.js");
  const { clusterer, images, assignments, comparisons } = run;
  const { config } = clusterer;
  const indices = sampleIndices(images.count, MAP_POINTS, config.seed);
  const { data, columns } = await clusterer.transform(subset(images, indices));
  const map = await featureMap(data, columns, { indices, seed: config.seed, sample: MAP_POINTS });
  signal.throwIfAborted();
  const { clusters, seed, ...settings } = config;
  const scores = comparisons
    ? [
        ...(comparisons.heldOut ? ([["held-out", comparisons.heldOut]] as const) : []),
        ...([["all images", comparisons.all]] as const),
      ].flatMap(([split, { scores }]) => [
        { name: "Accuracy", split, value: scores.accuracy },
        { name: "NMI", split, value: scores.nmi },
        { name: "ARI", split, value: scores.ari },
        { name: "Purity", split, value: scores.purity },
      ])
    : [];
  await writeReport(path, {
    title: basename(resolve(run.source)),
    source: run.source,
    createdAt: run.createdAt,
    device: describeDevice(run.device),
    seed,
    settings: { clusters, ...settings },
    images,
    assignments: assignments.clusters,
    confidence: assignments.confidence,
    clusters,
    labels: images.labels,
    labelNames: images.labelNames,
    scores,
    evaluation: comparisons && {
      mapping: comparisons.all.mapping,
      contingency: comparisons.all.confusion,
      perClass: comparisons.all.report.classes,
    },
    history: clusterer.lossHistory,
    restarts: clusterer.restarts,
    selectedHead: clusterer.selectedHead,
    map,
    skipped: images.skipped,
    trainingSeconds: clusterer.trainingSeconds,
  });
}
