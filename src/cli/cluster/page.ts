/** report.html of a run. */
import { basename, dirname, relative, resolve, sep } from "node:path";
import { imageFiles } from "../../data/image_names.js";
import { subset } from "../../data/image_set.js";
import { matrixRows } from "../../models/image_model.js";
import { featureMap, sampleIndices } from "../../report/feature_map.js";
import { writeReport } from "../../report/report.js";
import { UNSORTED_CLASS } from "../../review/index.js";
import { describeDevice } from "../about.js";
import type { ClusterRun } from "./cluster_run.js";
import type { LearnedClasses } from "./learned.js";

/** What of a run is on its page. */
export interface PageRun
  extends Pick<
    ClusterRun,
    | "source"
    | "device"
    | "images"
    | "names"
    | "assignments"
    | "classes"
    | "comparisons"
    | "findings"
    | "copies"
    | "memory"
    | "createdAt"
  > {
  readonly learned: Pick<
    LearnedClasses,
    "model" | "seed" | "settings" | "trainingSeconds" | "network" | "features"
  >;
}

/** Where the page at `path` finds each image's file; null where images have none. */
function addresses({ images }: PageRun, path: string): string[] | null {
  const files = imageFiles(images);
  const folder = resolve(dirname(path));
  const addressOf = (file: string) =>
    relative(folder, resolve(file)).split(sep).map(encodeURIComponent).join("/");
  return files?.map(addressOf) ?? null;
}

/** Points on the report's map; UMAP takes about a second for them. */
const MAP_POINTS = 2000;

/** The page of a run, written to `path`, whole or not at all. */
export async function writePage(run: PageRun, path: string, signal: AbortSignal): Promise<void> {
  const { learned, images, comparisons, assignments } = run;
  const { classes } = run.classes;
  const { network, seed, settings, trainingSeconds } = learned;
  const indices = sampleIndices(images.count, MAP_POINTS, seed);
  const map = await run.memory.of(learned.model, "map", async () => {
    const { data, columns } = learned.features
      ? matrixRows(learned.features, indices)
      : await learned.model.transform(subset(images, indices));
    return await featureMap(data, columns, { indices, seed, sample: MAP_POINTS });
  });
  signal.throwIfAborted();
  // The class of images that belong to none is the last one of the page.
  const unsorted = assignments.clusters.includes(UNSORTED_CLASS) ? classes.length : null;
  const places = new Map([
    ...classes.map(({ id }, place) => [id, place] as const),
    [UNSORTED_CLASS, classes.length],
  ]);
  const place = (id: number) => places.get(id)!;
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
    clusters: classes.length + (unsorted === null ? 0 : 1),
    classes,
    unsorted,
    labels: images.labels,
    labelNames: images.labelNames,
    scores,
    evaluation: comparisons && {
      mapping: new Map([...comparisons.all.mapping].map(([id, label]) => [place(id), label])),
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
