/** Sorts the cut-outs of `skein segment` into classes, as `skein cluster` and `skein predict` do. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "../../errors.js";
import { counted } from "../../format.js";
import { writeCsv } from "../../io/csv.js";
import { cluster } from "../cluster/cluster.js";
import { EXIT } from "../exit_codes.js";
import { Output } from "../output.js";
import { predict } from "../predict.js";
import { labelName } from "../scores.js";
import { SORTED_FILES } from "./folder.js";
import type { SegmentOptions } from "./options.js";
import type { SegmentRun } from "./run.js";

/** What became of the cut-outs. */
export interface SortedCutOuts {
  readonly code: number;
  /** For `--json`. */
  readonly json: Record<string, unknown>;
}

/** @throws {ArgumentError} for options that do not go together. */
export function checkSorting({ cluster, classify, labels, size }: SegmentOptions): void {
  if (cluster !== undefined && classify !== undefined) {
    throw new ArgumentError("--cluster finds classes and --classify uses those of a model: leave one out");
  }
  for (const [name, value] of Object.entries({ labels, size })) {
    if (value !== undefined && cluster === undefined) {
      throw new ArgumentError(`--${name} is for --cluster: give it, too, or leave --${name} out`);
    }
  }
}

/** @throws {ArgumentError} where cut-outs are to be sorted and there are none. */
export function checkRegions({ cluster, classify, model }: SegmentOptions, regions: number): void {
  const sorting = cluster !== undefined ? "--cluster" : classify !== undefined ? "--classify" : null;
  if (sorting === null || regions === 2) return;
  throw new ArgumentError(
    `${sorting} sorts what stands in front, and ${regions} regions tell no front: ` +
      `${model === undefined ? "leave out --regions" : "give a model of 2 regions"}`,
  );
}

/** Does what was asked for, beside the masks. */
export async function sortCutOuts(
  run: SegmentRun,
  options: SegmentOptions,
  out: Output,
): Promise<SortedCutOuts> {
  const { cluster: clusters, classify } = options;
  if (clusters === undefined && classify === undefined) return { code: EXIT.success, json: {} };
  const source = join(run.folder, "cutouts");
  if (run.cutOuts.length === 0) {
    out.warn("Nothing stands in front in any image: there are no cut-outs to sort.");
    return { code: EXIT.usage, json: {} };
  }
  out.note(`sorting ${counted(run.cutOuts.length, "cut-out")}`);
  if (classify !== undefined) {
    const table = join(run.folder, SORTED_FILES.classes);
    const code = await predict(classify, [source], { ...options, out: table, json: false }, out);
    if (code === EXIT.success) out.note(`${table}: the class of each cut-out`);
    return { code, json: code === EXIT.success ? { classes: table } : {} };
  }
  const folder = join(run.folder, SORTED_FILES.clusters);
  const { device, seed, size, report } = options;
  // Cut-outs lie in the same folders as their images.
  const table = options.labels === "folders" ? null : await labelsOfCutOuts(run);
  const labels = table ?? options.labels;
  try {
    const asked = {
      device,
      report,
      clusters: clusters!,
      out: folder,
      ...(seed !== undefined && { seed }),
      ...(size && { size }),
    };
    const code = await cluster(
      source,
      { ...asked, ...(labels !== undefined && { labels }) },
      options.json ? new Unheard(options) : out,
    );
    if (code !== EXIT.success) return { code, json: {} };
    return { code, json: { clusters: JSON.parse(await readFile(join(folder, "metrics.json"), "utf8")) } };
  } finally {
    if (table !== null) await rm(table, { force: true });
  }
}

/** Writes the known classes of the images as those of their cut-outs; null where none are known. */
async function labelsOfCutOuts({ images, cutOuts, folder }: SegmentRun): Promise<string | null> {
  const { labels, labelNames } = images;
  if (labels === null) return null;
  const path = join(folder, ".skein-labels.csv");
  await writeCsv(
    path,
    ["image", "label"],
    cutOuts.map(({ place, file }) => [file, labelName(labelNames, labels[place]!)]),
  );
  return path;
}

/** Keeps results to itself: they are part of another command's. */
class Unheard extends Output {
  override async result(): Promise<void> {}
  override async data(): Promise<void> {}
}
