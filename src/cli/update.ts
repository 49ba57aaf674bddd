/** `skein update`: new images in the classes of a run. */
import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { createImageSet, type SkippedFile } from "../data/image_set.js";
import { imageBatches } from "../data/stream.js";
import { listImages } from "../data/walk.js";
import type { Device } from "../device/index.js";
import { type DeviceChoice, openDevice } from "../device/node/index.js";
import { DataError } from "../errors.js";
import { count, counted } from "../format.js";
import { loadModel, type Matrix, type PredictingModel } from "../models/index.js";
import {
  type ClassProposal,
  classifyNew,
  proposeClasses,
  ReviewGraph,
  refitClasses,
} from "../review/fit/index.js";
import {
  CORRECTIONS,
  CorrectionsWriter,
  fileHashes,
  type ImageKey,
  nextClassId,
  ReviewRun,
  type ReviewState,
  UNSORTED_CLASS,
} from "../review/index.js";
import { isRunFolder } from "../review/run/is_run_folder.js";
import { runFeatures } from "../review/run/run_features.js";
import { lockRun } from "../review/run/run_lock.js";
import { type AddedImage, updateAssignments } from "../review/run/update_assignments.js";
import { VERSION } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { noteOthers, noteRepeated, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { noteReplayed } from "./open_run.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";
import { table } from "./table.js";

export interface UpdateOptions {
  readonly threshold?: number;
  readonly acceptNew?: boolean;
  readonly least?: number;
  readonly device: DeviceChoice;
  readonly maxPixels?: number;
  readonly json?: boolean;
}

/** Images that are classified and written at a time. */
const AT_ONCE = 4096;

export async function update(
  folder: string,
  sources: readonly string[],
  options: UpdateOptions,
  out: Output,
): Promise<number> {
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  interrupt.message = "Stopping: images that are added stay, and the same command goes on with the others.";
  // One process at a time writes into a run.
  const lock = isRunFolder(folder) ? await lockRun(folder) : null;
  try {
    const run = await ReviewRun.open(folder, { signal });
    const replayed = run.replay();
    noteReplayed(out, run, replayed);
    const given = await findNew(run, sources, out, signal);
    if (given.changed.size > 0) await updateAssignments(run, given.changed, []);
    const done: Done = { run, given, added: [], skipped: [...given.skipped], proposals: [], made: [] };
    // Those that an earlier call left unsorted may become classes now.
    if (given.fresh.length > 0 || options.acceptNew) {
      using device = await openDevice(options.device);
      const model = await loadModel(run.model, device);
      try {
        await addAll({ run, state: replayed.state, device, model, options, out, signal }, done);
      } finally {
        await model.close();
      }
    }
    signal.throwIfAborted();
    if (options.json) await out.data(`${JSON.stringify(jsonOf(folder, done), null, 2)}\n`);
    else await out.result(textOf(folder, done, replayed.state, options));
    warnOfSkipped(out, done.skipped);
    return EXIT.success;
  } finally {
    lock?.release();
  }
}

interface Given {
  /** Files that the run does not have. */
  readonly fresh: readonly { readonly file: string; readonly key: ImageKey }[];
  /** Images of the run that have another path or content now. */
  readonly changed: ReadonlyMap<number, ImageKey>;
  readonly moved: number;
  /** Files that the run has, and copies of others. */
  readonly known: number;
  readonly skipped: readonly SkippedFile[];
}

interface Done {
  readonly run: ReviewRun;
  readonly given: Given;
  readonly added: AddedImage[];
  readonly skipped: SkippedFile[];
  proposals: { readonly images: readonly ImageKey[]; readonly cohesion: number }[];
  made: number[];
}

/** Tells new files from those that the run has. */
async function findNew(
  run: ReviewRun,
  sources: readonly string[],
  out: Output,
  signal: AbortSignal,
): Promise<Given> {
  const { folder } = run.classes;
  if (folder === null) {
    throw new DataError(
      `images of ${run.folder} are no files of their own, and files cannot join them: run skein cluster again`,
    );
  }
  const found = await listImages(sources, { signal });
  noteRepeated(out, found.repeated);
  noteOthers(out, found.others);
  const hashes = await fileHashes(found.names, { signal });
  const files = run.files!;
  const byPath = new Map(run.images.map(({ path }, i) => [path, i]));
  const byHash = new Map<string, number[]>();
  run.images.forEach(({ hash }, i) => {
    byHash.set(hash, [...(byHash.get(hash) ?? []), i]);
  });
  const fresh = new Map<string, { file: string; key: ImageKey }>();
  const changed = new Map<number, ImageKey>();
  let [moved, known] = [0, 0];
  found.names.forEach((file, i) => {
    const key = { path: nameIn(folder, file), hash: hashes[i]! };
    const here = byPath.get(key.path);
    const same = byHash.get(key.hash) ?? [];
    const gone = same.find((image) => !changed.has(image) && !existsSync(files[image]!));
    if (here !== undefined) {
      if (run.images[here]!.hash !== key.hash) changed.set(here, key);
      known++;
    } else if (gone !== undefined) {
      changed.set(gone, key);
      moved++;
    } else if (same.length > 0 || fresh.has(key.hash)) known++;
    else fresh.set(key.hash, { file, key });
  });
  return { fresh: [...fresh.values()], changed, moved, known, skipped: found.skipped };
}

/** What a run calls a file: by its path in the run's folder, or else by its whole path. */
function nameIn(folder: string, file: string): string {
  const path = resolve(file);
  const within = relative(folder, path);
  const outside = within === ".." || within.startsWith(`..${sep}`) || resolve(folder, within) !== path;
  return outside || within === "" ? path : within.split(sep).join("/");
}

interface Job {
  readonly run: ReviewRun;
  readonly state: ReviewState;
  readonly device: Device;
  readonly model: PredictingModel;
  readonly options: UpdateOptions;
  readonly out: Output;
  readonly signal: AbortSignal;
}

async function addAll(job: Job, done: Done): Promise<void> {
  const { run, state, device, model, options, out, signal } = job;
  const reading = countProgress(out, signal, "looking at the run", "image");
  const { features, vanished } = await runFeatures(run, model, {
    signal,
    onProgress: reading.update,
  }).finally(() => reading.stop());
  if (vanished.length > 0) {
    const names = vanished.slice(0, 5).map((image) => run.images[image]!.path);
    out.warn(
      `${counted(vanished.length, "image")} of the run cannot be read any more, and help no others: ${names.join(", ")}${vanished.length > 5 ? ", ..." : ""}`,
    );
  }
  for (const image of vanished) state.ignored[image] = 1;
  const prior = { classOf: run.base.classOf, confidence: run.confidence };
  const graph = await ReviewGraph.of(features, device, { signal });
  const fit = await refitClasses(graph, prior, state, { signal });
  // Images that are unsorted until now are asked about again, and speak for no class.
  const isUnsorted = state.classOf.map((id) => Number(id === UNSORTED_CLASS));
  const classOf = fit.classOf.map((id, image) => (isUnsorted[image] ? UNSORTED_CLASS : id));
  const known = { features, state, prior, classOf };
  const threshold = options.threshold === undefined ? {} : { threshold: options.threshold };
  // The model speaks for its own classes alone, and would keep images from those that a person made.
  const places = new Set(run.classes.places);
  const modelKnowsAll = [...state.classes.keys()].every((id) => places.has(id));
  const weight = modelKnowsAll ? {} : { modelWeight: 0 };
  const unsorted: Pool = { keys: [], rows: [] };
  classOf.forEach((_, image) => {
    if (isUnsorted[image] && !state.ignored[image] && !state.decided[image]) {
      unsorted.keys.push(run.images[image]!);
      unsorted.rows.push(rowOf(features, image));
    }
  });
  const progress = countProgress(out, signal, "adding", "image");
  try {
    const { fresh } = done.given;
    for (let start = 0; start < fresh.length; start += AT_ONCE) {
      const part = fresh.slice(start, start + AT_ONCE);
      const read = await seen(job, part, done.skipped);
      if (read.keys.length > 0) {
        const images = {
          features: read.features,
          probabilities: read.probabilities,
          places: run.classes.places,
        };
        const found = await classifyNew(device, { known, images }, { ...threshold, ...weight, signal });
        const rows = read.keys.map(
          (key, i): AddedImage => ({ ...key, cluster: found.classOf[i]!, confidence: found.confidence[i]! }),
        );
        done.added.push(...rows);
        rows.forEach((row, i) => {
          if (row.cluster !== UNSORTED_CLASS) return;
          unsorted.keys.push(read.keys[i]!);
          unsorted.rows.push(rowOf(read.features, i));
        });
        await updateAssignments(run, done.given.changed, done.added);
      }
      progress.update(start + part.length, fresh.length);
    }
  } finally {
    progress.stop();
  }
  const proposals = await proposed(job, unsorted, { features, classOf });
  done.proposals = proposals.map(({ images, cohesion }) => ({
    images: images.map((i) => unsorted.keys[i]!),
    cohesion,
  }));
  if (options.acceptNew && done.proposals.length > 0) done.made = await makeClasses(run, done.proposals);
}

/** Images of no class. */
interface Pool {
  readonly keys: ImageKey[];
  readonly rows: Float32Array[];
}

const rowOf = ({ columns, data }: Matrix, row: number) => data.slice(row * columns, (row + 1) * columns);

async function proposed(
  { device, options, signal }: Job,
  { rows }: Pool,
  known: { readonly features: Matrix; readonly classOf: Int32Array },
): Promise<ClassProposal[]> {
  const { columns } = known.features;
  const data = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    data.set(row, i * columns);
  });
  const least = options.least === undefined ? {} : { least: options.least };
  return await proposeClasses(device, { rows: rows.length, columns, data }, { ...least, known, signal });
}

/** Each group becomes a class, by decisions. */
async function makeClasses(run: ReviewRun, groups: Done["proposals"]): Promise<number[]> {
  const writer = await CorrectionsWriter.open(join(run.folder, CORRECTIONS), run.corrections);
  try {
    let id = nextClassId(run.classes, run.corrections.log);
    const made: number[] = [];
    for (const { images } of groups) {
      await writer.append({ kind: "add", class: id, name: null });
      await writer.append({ kind: "move", images, to: id });
      made.push(id++);
    }
    return made;
  } finally {
    await writer.close();
  }
}

/** Features and probabilities of those files that can be read. */
async function seen({ model, options, signal }: Job, part: Given["fresh"], skipped: SkippedFile[]) {
  const { height, width, channels, range = "full" } = model.imageSize;
  const size = { height, width, channels: channels as 1 | 3 };
  const keyOf = new Map(part.map(({ file, key }) => [file, key]));
  const keys: ImageKey[] = [];
  const [features, probabilities]: [Matrix[], Matrix[]] = [[], []];
  const files = part.map(({ file }) => file);
  for await (const batch of imageBatches(files, { ...size, range, maxPixels: options.maxPixels, signal })) {
    skipped.push(...batch.skipped);
    if (batch.count === 0) continue;
    const { names } = batch;
    const images = createImageSet({
      count: batch.count,
      ...size,
      pixels: batch.pixels,
      source: "",
      names,
      folder: "",
    });
    features.push(await model.transform(images));
    probabilities.push(await model.predictProba(images));
    for (const name of names) keys.push(keyOf.get(name)!);
  }
  return { keys, features: stacked(features), probabilities: stacked(probabilities) };
}

function stacked(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { rows, columns, data };
}

function jsonOf(folder: string, { given, added, skipped, proposals, made }: Done) {
  return {
    ...{ skein: VERSION, run: folder, added, moved: given.moved, known: given.known },
    proposals: proposals.map(({ images, cohesion }, i) => ({
      class: made[i] ?? null,
      cohesion,
      images: images.map(({ path }) => path),
    })),
    skipped,
  };
}

function textOf(
  folder: string,
  { given, added, proposals, made }: Done,
  state: ReviewState,
  options: UpdateOptions,
) {
  const sizes = new Map<number, number>();
  for (const { cluster } of added) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const parts: string[] = [];
  if (added.length > 0) {
    const rows = [...sizes]
      .sort(([a], [b]) => (a < 0 ? 1 : b < 0 ? -1 : a - b))
      .map(([id, images]) => [
        id < 0 ? "unsorted" : String(id),
        state.classes.get(id)?.name ?? "",
        count(images),
      ]);
    parts.push(table(["class", "<name", "added"], rows), "\n");
  }
  parts.push(`${counted(added.length, "image")} added to ${folder}\n`);
  if (given.known > 0) parts.push(`${counted(given.known, "file")} of images that it has already\n`);
  if (given.moved > 0) parts.push(`${counted(given.moved, "image")} moved: the new paths are noted\n`);
  proposals.forEach(({ images }, i) => {
    const what = made[i] === undefined ? "may be a class of their own" : `are class ${made[i]} now`;
    parts.push(
      `${counted(images.length, "unsorted image")} ${what}: ${images
        .slice(0, 3)
        .map(({ path }) => path)
        .join(", ")}${images.length > 3 ? ", ..." : ""}\n`,
    );
  });
  if (proposals.length > 0 && !options.acceptNew) parts.push("(--accept-new makes these classes)\n");
  return parts.join("");
}
