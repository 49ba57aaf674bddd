/** What `skein cluster` leaves: files in the run's folder, and the summary on stdout. */
import { basename, dirname, relative, resolve, sep } from "node:path";
import { imageFiles } from "../../data/image_names.js";
import { type ImageSet, subset } from "../../data/image_set.js";
import type { DeviceInfo } from "../../device/index.js";
import { count, counted, percent } from "../../format.js";
import { writeFileAtomically } from "../../io/atomic_file.js";
import { type CsvValue, writeCsv } from "../../io/csv.js";
import type { Finding, Matrix } from "../../models/index.js";
import { CLASSES, writeClasses } from "../../review/index.js";
import { describeDevice, VERSION } from "../about.js";
import { classSizes, round } from "../assignments.js";
import type { Output } from "../output.js";
import type { RunFolder } from "../run_folder.js";
import { type Comparison, comparisonJson, labelName, perClassTable, scoreTable } from "../scores.js";
import { table } from "../table.js";
import { changesNotes, type KnownClasses } from "./earlier.js";
import type { LearnedClasses } from "./learned.js";

export interface ClusterRun {
  readonly source: string;
  readonly learned: LearnedClasses;
  readonly device: DeviceInfo;
  /** Those learned from, then those held out. */
  readonly images: ImageSet;
  /** What the images were read in: `images` may be smaller copies. */
  readonly size: Pick<ImageSet, "height" | "width">;
  /** Groups of equal images among those learned from, as `duplicateImages` gives them. */
  readonly copies: readonly (readonly number[])[];
  /** What each image is called, as `imageNames` gives it. */
  readonly names: readonly string[];
  readonly parts: { readonly train: number; readonly test: number };
  /** Null where no labels are known; `train` and `heldOut` where the source sets images apart. */
  readonly comparisons: {
    readonly all: Comparison;
    readonly train: Comparison | null;
    readonly heldOut: Comparison | null;
  } | null;
  /** Signs that the clustering went wrong, as `watchClustering` gives them for the images learned from. */
  readonly findings: readonly Finding[];
  readonly readingSeconds: number;
  readonly createdAt: Date;
  /** What each image's content is known by, as `imageHashes` gives it. */
  readonly hashes: readonly string[];
  /** Ids and names; what `learned` assigned is the model's columns. */
  readonly known: KnownClasses;
  readonly memory: RunMemory;
}

/** What was worked out for a model, so that a first result which stays is not worked out again as the last. */
export class RunMemory {
  readonly #known = new Map<string, { readonly model: object; readonly value: Promise<unknown> }>();

  /** What `work` gave for this model under this name, or gives now; of another model it is forgotten. */
  async of<T>(model: object, name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name);
    if (known?.model === model) return (await known.value) as T;
    const value = work();
    this.#known.set(name, { model, value });
    return await value;
  }
}

/** Writes the files of a run, each whole or not at all, and returns their names. */
export async function writeRun(
  run: ClusterRun,
  folder: RunFolder,
  { report, out, signal }: { report: boolean; out: Output; signal: AbortSignal },
): Promise<string[]> {
  await folder.removeEarlier();
  await run.learned.model.save(folder.model);
  await writeAssignments(run, folder.file("assignments.csv"));
  await writeClasses(folder.file(CLASSES), run.known.classes);
  await writeFileAtomically(folder.file("metrics.json"), `${JSON.stringify(runJson(run), null, 2)}\n`);
  const files = ["model.safetensors", "assignments.csv", CLASSES, "metrics.json"];
  if (!report) return files;
  signal.throwIfAborted();
  out.note("drawing the report");
  await writePage(run, folder.file("report.html"), signal);
  return [...files, "report.html"];
}

async function writeAssignments(
  { images, names, parts, hashes, known: { assignments } }: ClusterRun,
  path: string,
): Promise<void> {
  const { labels, labelNames } = images;
  const columns = ["image", "split", "cluster", "confidence", ...(labels ? ["label"] : []), "hash"];
  function* rows(): Generator<CsvValue[]> {
    for (let i = 0; i < images.count; i++) {
      const held = i >= parts.train;
      const row = [
        names[i]!,
        held ? "test" : "train",
        assignments.clusters[i]!,
        round(assignments.confidence[i]!),
      ];
      yield [...row, ...(labels ? [labelName(labelNames, labels[i]!)] : []), hashes[i]!];
    }
  }
  await writeCsv(path, columns, rows());
}

/** metrics.json, which is also what `--json` prints. */
export function runJson(run: ClusterRun): Record<string, unknown> {
  const { learned, known, images, parts, comparisons, device } = run;
  const { config, choice, network, seed, trainingSeconds, predictionSeconds } = learned;
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
      height: run.size.height,
      width: run.size.width,
      channels: images.channels,
    },
    device: { kind: device.kind, name: device.name, ...device.details },
    versions: { node: process.version, platform: `${process.platform}-${process.arch}` },
    seed,
    config,
    ...(choice && { choice }),
    seconds: { reading: run.readingSeconds, training: trainingSeconds, prediction: predictionSeconds },
    scores: comparisons && {
      ...(comparisons.heldOut && { heldOut: comparisons.heldOut.scores, train: comparisons.train?.scores }),
      all: comparisons.all.scores,
    },
    classes: classSizes(known.assignments, idsOf(known)).map((size) => {
      const label = mapping?.get(size.cluster) ?? -1;
      const named = { ...size, name: nameOf(known, size.cluster) };
      return comparisons
        ? { ...named, label: label < 0 ? null : labelName(images.labelNames, label) }
        : named;
    }),
    ...(known.changes && { previous: known.changes }),
    ...(comparisons && comparisonJson(comparisons.all, images.labelNames)),
    ...(network && {
      selectedHead: network.selectedHead,
      history: network.lossHistory,
      restarts: network.restarts,
    }),
    findings: run.findings,
    copies: run.copies.map((group) => group.map((image) => run.names[image]!)),
    skipped: images.skipped,
  };
}

const idsOf = ({ classes }: KnownClasses) => classes.classes.map(({ id }) => id);
const nameOf = ({ classes }: KnownClasses, cluster: number) =>
  classes.classes.find(({ id }) => id === cluster)?.name ?? null;

/** The summary for people. */
export function runText(run: ClusterRun, folder: string, files: readonly string[]): string {
  const { known, images, comparisons } = run;
  const parts: string[] = [];
  if (comparisons) {
    const { all, heldOut } = comparisons;
    parts.push(
      scoreTable([...(heldOut ? ([["held out", heldOut.scores]] as const) : []), ["all images", all.scores]]),
      perClassTable(all, images.labelNames),
    );
  } else {
    parts.push(classTable(known), "(confidence is how sure the model is, not how often it is right)\n");
  }
  const changes = changesNotes(known);
  if (changes.length > 0) parts.push(`${changes.join("\n")}\n`);
  if (images.skipped.length > 0) parts.push(`${counted(images.skipped.length, "file")} skipped\n`);
  parts.push(`${folder}: ${files.join(", ")}\n`);
  return parts.join("\n");
}

/** Each class with its images and the mean confidence. */
export function classTable(known: KnownClasses): string {
  const { assignments, classes } = known;
  const hasNames = classes.classes.some(({ name }) => name !== null);
  return table(
    ["class", ...(hasNames ? ["<name"] : []), "images", "share", "mean confidence"],
    classSizes(assignments, idsOf(known)).map(({ cluster, images: size, meanConfidence }) => [
      cluster < 0 ? "unsorted" : String(cluster),
      ...(hasNames ? [nameOf(known, cluster) ?? ""] : []),
      count(size),
      percent(size / assignments.clusters.length),
      meanConfidence === null ? "-" : percent(meanConfidence),
    ]),
  );
}

/**
 * What to say of classes that are missing or empty: the sign of a training that went wrong, or of a number of classes
 * or a method that does not fit. Null where all is well.
 */
export function classesNote({ assignments, clusters, remedyForEmpty }: LearnedClasses): string | null {
  if (clusters === 0) {
    return "no class was found, all images are unsorted: try other --features, more images, or a method that takes a number of classes, such as --method ward -k 10.";
  }
  const empty = clusters - new Set(assignments.clusters.filter((cluster) => cluster >= 0)).size;
  return empty > 0 ? `${empty} of ${clusters} classes are empty: ${remedyForEmpty}.` : null;
}

/** A line for each sign that the clustering went wrong. Empty classes have a note of their own. */
export function findingNotes({ findings }: ClusterRun): string[] {
  return findings
    .filter(({ check }) => check !== "empty")
    .map(({ severity, message }) => `${HEADS[severity]}: ${message}.`);
}

const HEADS: Record<Finding["severity"], string> = {
  failed: "this clustering may have failed",
  doubtful: "look at this",
  note: "note",
};

/** Where the page at `path` finds each image's file; null where images have none. */
function addresses({ images }: ClusterRun, path: string): string[] | null {
  const files = imageFiles(images);
  const folder = resolve(dirname(path));
  const addressOf = (file: string) =>
    relative(folder, resolve(file)).split(sep).map(encodeURIComponent).join("/");
  return files?.map(addressOf) ?? null;
}

/** Points on the report's map; UMAP takes about a second for them. */
const MAP_POINTS = 2000;

function rowsAt({ columns, data }: Matrix, indices: ArrayLike<number>): Matrix {
  const rows = Array.from(indices, (row) => data.subarray(row * columns, (row + 1) * columns));
  const chosen = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    chosen.set(row, i * columns);
  });
  return { rows: rows.length, columns, data: chosen };
}

async function writePage(run: ClusterRun, path: string, signal: AbortSignal): Promise<void> {
  // Plots take long to load, and are needed only here.
  const { writeReport } = await import("../../report/report.js");
  const { featureMap, sampleIndices } = await import("../../report/feature_map.js");
  const { learned, known, images, comparisons } = run;
  const { network, seed, settings, trainingSeconds } = learned;
  const { assignments } = known;
  const { classes } = known.classes;
  const clusters = classes.length;
  const indices = sampleIndices(images.count, MAP_POINTS, seed);
  const map = await run.memory.of(learned.model, "map", async () => {
    const { data, columns } = learned.features
      ? rowsAt(learned.features, indices)
      : await learned.model.transform(subset(images, indices));
    return await featureMap(data, columns, { indices, seed, sample: MAP_POINTS });
  });
  signal.throwIfAborted();
  // The class of images that belong to none is the last one of the page.
  const unsorted = assignments.clusters.includes(-1) ? clusters : null;
  const placeOf = new Map(classes.map(({ id }, place) => [id, place]));
  const place = (cluster: number) => placeOf.get(cluster) ?? clusters;
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
    settings,
    images: { ...images, names: run.names, files: addresses(run, path) },
    assignments: assignments.clusters.map(place),
    confidence: assignments.confidence,
    clusters: clusters + (unsorted === null ? 0 : 1),
    classes,
    unsorted,
    labels: images.labels,
    labelNames: images.labelNames,
    scores,
    evaluation: comparisons && {
      mapping: new Map([...comparisons.all.mapping].map(([cluster, label]) => [place(cluster), label])),
      contingency: {
        ...comparisons.all.confusion,
        columnLabels: Array.from(comparisons.all.confusion.columnLabels, place),
      },
      perClass: comparisons.all.report.classes,
    },
    history: network?.lossHistory ?? [],
    restarts: network?.restarts ?? [],
    selectedHead: network?.selectedHead ?? 0,
    map,
    findings: run.findings,
    copies: run.copies,
    skipped: images.skipped,
    trainingSeconds,
  });
}
