/** Exports a run's images in a format. */
import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { ArgumentError, DataError } from "../../errors.js";
import { counted } from "../../format.js";
import { ensureFolder, writeFileAtomically } from "../../io/atomic_file.js";
import { realPath } from "../../io/node/real_paths.js";
import { removeEmpty } from "../../io/node/remove_empty.js";
import type { ReviewRun } from "../run/review_run.js";
import { OWN_FILES } from "../run/run_files.js";
import type { ReviewState } from "../state.js";
import { checkExportFolder, exportFolder } from "./export_folder.js";
import { type ExportSelection, type ExportSet, exportSet } from "./export_set.js";
import { type ExportFormat, exportFormat } from "./format.js";
import "./formats/index.js";

export interface ExportRequest extends ExportSelection {
  /** One of `exportFormats()`. */
  readonly format: string;
  /** A file, or a folder for formats of pictures. */
  readonly out: string;
  /** Files are copied instead of linked to. Default false. */
  readonly copy?: boolean | undefined;
  /** Nothing is written. Default false. */
  readonly dryRun?: boolean | undefined;
  /** An earlier export may be replaced. Default false. */
  readonly force?: boolean | undefined;
}

export interface ExportOptions {
  /** What the classes are. Default: as the run's own corrections have them. */
  readonly state?: ReviewState;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ExportResult {
  readonly files: number;
  readonly images: number;
  /** Images that were chosen and belong to no class, where the format has no place for them. */
  readonly leftOut: number;
  /** The first 50, relative to a folder. */
  readonly paths: readonly string[];
  readonly written: boolean;
}

const SHOWN = 50;

/**
 * Writes images of a run with the classes that they have after a person's decisions; all of it or nothing. A dry run checks and
 * counts, and writes nothing.
 * @throws {ArgumentError} for an unknown format, or a place that is taken.
 * @throws {DataError} for a class that does not exist, nothing to export, or an image that is gone.
 * @throws {SkeinError} when the file system refuses. @throws the reason of `signal`.
 */
export async function exportImages(
  run: ReviewRun,
  request: ExportRequest,
  options: ExportOptions = {},
): Promise<ExportResult> {
  const { out, copy = false, dryRun = false, force = false } = request;
  const { format, set, leftOut } = prepared(run, request, options);
  const { signal, onProgress } = options;
  if (format.output === "folder") {
    const paths: string[] = [];
    if (dryRun) {
      await checkExportFolder(out, set, force);
      for await (const { path } of format.plan(set)) paths.push(path);
    } else {
      paths.push(...(await exportFolder(out, format, set, { copy, force, signal, onProgress })));
    }
    return resultOf(set, leftOut, paths, !dryRun);
  }
  await checkFile(out, run, force);
  if (dryRun) return resultOf(set, leftOut, [out], false);
  const made = await ensureFolder(dirname(out));
  try {
    await writeFileAtomically(out, stoppable(format.text(set), signal));
  } catch (error) {
    await removeEmpty(made);
    throw error;
  }
  return resultOf(set, leftOut, [out], true);
}

/** The text of a format that is one file, for those who write it elsewhere. @throws as `exportImages`. */
export function exportText(
  run: ReviewRun,
  request: Omit<ExportRequest, "out" | "copy" | "dryRun" | "force">,
  options: ExportOptions = {},
): { readonly text: AsyncIterable<string>; readonly leftOut: number } {
  const { format, set, leftOut } = prepared(run, request, options);
  if (format.output === "folder") {
    throw new ArgumentError(`format ${format.name} is a folder of pictures: say where it is written`);
  }
  return { text: stoppable(format.text(set), options.signal), leftOut };
}

interface Prepared {
  readonly format: ExportFormat;
  readonly set: ExportSet;
  readonly leftOut: number;
}

function prepared(
  run: ReviewRun,
  request: ExportSelection & { readonly format: string },
  { state = run.replay().state }: ExportOptions,
): Prepared {
  const format = exportFormat(request.format);
  const chosen = exportSet(run, state, request);
  const images = format.unsorted ? chosen.images : chosen.images.filter((image) => image.class !== null);
  const leftOut = chosen.images.length - images.length;
  if (images.length === 0) {
    const none = leftOut === 0 ? "" : ` (${counted(leftOut, "image")} of no class cannot be)`;
    throw new DataError(
      `no image of ${run.folder} is to be exported${none}: choose other classes, or less confidence`,
    );
  }
  const set = { ...chosen, images };
  const reason = format.output === "file" ? (format.refuse?.(set) ?? null) : null;
  if (reason !== null) throw new DataError(reason);
  return { format, set, leftOut };
}

/** Writing follows links, and some systems know names in any case. */
async function checkFile(out: string, run: ReviewRun, force: boolean): Promise<void> {
  const file = await realPath(out);
  const isOwn = OWN_FILES.includes(basename(file).toLowerCase());
  if (isOwn && dirname(file) === (await realPath(run.folder))) {
    throw new ArgumentError(`${out} is the run's own: choose another name`);
  }
  if (existsSync(out) && !force) {
    throw new ArgumentError(`${out} exists: choose another name, or have it replaced with force`);
  }
}

async function* stoppable(
  text: Iterable<string> | AsyncIterable<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  for await (const part of text) {
    signal?.throwIfAborted();
    yield part;
  }
}

const resultOf = (
  set: ExportSet,
  leftOut: number,
  paths: readonly string[],
  written: boolean,
): ExportResult => ({
  ...{ files: paths.length, images: set.images.length, leftOut },
  ...{ paths: paths.slice(0, SHOWN), written },
});
