/** What `skein cluster` leaves: files in the run's folder, and the summary on stdout. */
import { count, counted, percent } from "../../format.js";
import { writeFileAtomically } from "../../io/atomic_file.js";
import { type CsvValue, writeCsv } from "../../io/csv.js";
import type { Finding } from "../../models/index.js";
import { CLASSES, changesText, writeClasses } from "../../review/index.js";
import { VERSION } from "../about.js";
import { classSizes, round } from "../assignments.js";
import type { Output } from "../output.js";
import { printable } from "../printable.js";
import type { RunFolder } from "../run_folder.js";
import { comparisonJson, labelName, perClassTable, scoreTable } from "../scores.js";
import { table } from "../table.js";
import type { ClusterRun } from "./cluster_run.js";
import type { LearnedClasses } from "./learned.js";

/** Writes the files of a run, each whole or not at all, and returns their names. */
export async function writeRun(
  run: ClusterRun,
  folder: RunFolder,
  { report, out, signal }: { report: boolean; out: Output; signal: AbortSignal },
): Promise<string[]> {
  await run.previous?.setAside(folder);
  await folder.removeEarlier();
  await run.learned.model.save(folder.model);
  await writeAssignments(run, folder.file("assignments.csv"));
  await run.previous?.carryCorrections(folder);
  await writeClasses(folder.file(CLASSES), run.classes);
  await run.previous?.forget(folder);
  await writeFileAtomically(folder.file("metrics.json"), `${JSON.stringify(runJson(run), null, 2)}\n`);
  const files = ["model.safetensors", "assignments.csv", CLASSES, "metrics.json"];
  if (!report) return files;
  signal.throwIfAborted();
  out.note("drawing the report");
  const { writePage } = await import("./page.js");
  await writePage(run, folder.file("report.html"), signal);
  return [...files, "report.html"];
}

async function writeAssignments(
  { images, names, parts, hashes, assignments, beneath }: ClusterRun,
  path: string,
): Promise<void> {
  const { labels, labelNames } = images;
  const columns = ["image", "split", "cluster", "confidence", ...(labels ? ["label"] : []), "hash"];
  if (beneath) columns.push("found", "found_confidence");
  function* rows(): Generator<CsvValue[]> {
    for (let i = 0; i < images.count; i++) {
      const held = i >= parts.train;
      const row = [
        names[i]!,
        held ? "test" : "train",
        assignments.clusters[i]!,
        round(assignments.confidence[i]!),
      ];
      const found = beneath ? [beneath.clusters[i]!, round(beneath.confidence[i]!)] : [];
      yield [...row, ...(labels ? [labelName(labelNames, labels[i]!)] : []), hashes[i]!, ...found];
    }
  }
  await writeCsv(path, columns, rows());
}

/** metrics.json, which is also what `--json` prints. */
export function runJson(run: ClusterRun): Record<string, unknown> {
  const { learned, images, parts, comparisons, device, assignments, classes, previous, changes } = run;
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
    settings: learned.settings,
    ...(choice && { choice }),
    seconds: { reading: run.readingSeconds, training: trainingSeconds, prediction: predictionSeconds },
    scores: comparisons && {
      ...(comparisons.heldOut && { heldOut: comparisons.heldOut.scores, train: comparisons.train?.scores }),
      all: comparisons.all.scores,
    },
    classes: classSizes(assignments, classes.classes).map((size) => {
      const label = mapping?.get(size.cluster) ?? -1;
      return comparisons ? { ...size, label: label < 0 ? null : labelName(images.labelNames, label) } : size;
    }),
    ...(comparisons && comparisonJson(comparisons.all, images.labelNames)),
    ...(network && {
      selectedHead: network.selectedHead,
      history: network.lossHistory,
      restarts: network.restarts,
    }),
    ...(changes && { previous: { run: previous!.path, ...changes } }),
    findings: run.findings,
    copies: run.copies.map((group) => group.map((image) => run.names[image]!)),
    skipped: images.skipped,
  };
}

/** The summary for people. */
export function runText(run: ClusterRun, folder: string, files: readonly string[]): string {
  const { images, comparisons, changes } = run;
  const parts: string[] = [];
  if (comparisons) {
    const { all, heldOut } = comparisons;
    parts.push(
      scoreTable([...(heldOut ? ([["held out", heldOut.scores]] as const) : []), ["all images", all.scores]]),
      perClassTable(all, images.labelNames),
    );
  } else {
    parts.push(classTable(run), "(confidence is how sure the model is, not how often it is right)\n");
  }
  if (changes) parts.push(`${changesText(changes).map(printable).join("\n")}\n`);
  if (images.skipped.length > 0) parts.push(`${counted(images.skipped.length, "file")} skipped\n`);
  parts.push(`${folder}: ${files.join(", ")}\n`);
  return parts.join("\n");
}

/** Each class with its images and the mean confidence. */
export function classTable({
  assignments,
  classes: { classes },
}: Pick<ClusterRun, "assignments" | "classes">): string {
  const isNamed = classes.some(({ name }) => name !== null);
  return table(
    ["class", ...(isNamed ? ["<name"] : []), "images", "share", "mean confidence"],
    classSizes(assignments, classes).map(({ cluster, name, images: size, meanConfidence }) => [
      cluster < 0 ? "unsorted" : String(cluster),
      ...(isNamed ? [name === undefined ? "" : printable(name)] : []),
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
