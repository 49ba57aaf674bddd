/** The folder that `skein cluster` left, as what people decide about. */
import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import * as z from "zod";
import { readTable } from "../../data/table.js";
import { DataError, SkeinError } from "../../errors.js";
import { CORRECTIONS, type ReadCorrections, readCorrections } from "../corrections_file.js";
import { ImageIndex, type ImageKey } from "../image_key.js";
import { type Replayed, replay } from "../replay.js";
import type { ReviewBase } from "../state.js";
import { CLASSES, type RunClasses, readClasses } from "./classes_file.js";
import { fileHashes, nameHash } from "./image_hashes.js";

export const MODEL = "model.safetensors";
export const ASSIGNMENTS = "assignments.csv";
export const METRICS = "metrics.json";

/** Where a run keeps what another is about to replace, until that is whole. */
export const EARLIER = ".review/earlier";

export interface OpenRunOptions {
  /** Where classes.json and assignments.csv lie. Default: in the folder. */
  readonly tables?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class ReviewRun {
  /** Of all N images. */
  readonly images: readonly ImageKey[];
  /** N: of the class that the run found. */
  readonly confidence: Float32Array;
  /** What the run found. */
  readonly base: ReviewBase;

  private constructor(
    readonly folder: string,
    readonly classes: RunClasses,
    images: readonly ImageKey[],
    { classOf, confidence }: { readonly classOf: Int32Array; readonly confidence: Float32Array },
    /** As they were when the run was opened. */
    readonly corrections: ReadCorrections,
  ) {
    this.images = images;
    this.confidence = confidence;
    const { absorbed, mergedInto } = classes;
    const index = new ImageIndex(images);
    this.base = { images, classes: classes.classes, classOf, absorbed, mergedInto, index };
  }

  /**
   * Reads a run. One of Skein 0.2, which has no classes.json, has the numbers of its classes as ids, and its images are hashed now.
   * @throws {DataError} where the folder holds no run, or a file of it is damaged. @throws {SkeinError} where the file system refuses.
   */
  static async open(folder: string, { signal, tables = folder }: OpenRunOptions = {}): Promise<ReviewRun> {
    const rows = await readAssignments(join(tables, ASSIGNMENTS));
    if (rows === null) {
      throw new DataError(`${folder} holds no run: give a folder that skein cluster wrote (--out)`);
    }
    const { names, classOf, confidence } = rows;
    const classes = (await readClasses(join(tables, CLASSES))) ?? (await earlierClasses(tables, classOf));
    const hashes = rows.hashes ?? (await hashesNow(names, classes.folder, signal));
    const images = names.map((path, i) => ({ path, hash: hashes[i]! }));
    const corrections = await readCorrections(join(folder, CORRECTIONS));
    return new ReviewRun(folder, classes, images, { classOf, confidence }, corrections);
  }

  get model(): string {
    return join(this.folder, MODEL);
  }

  /** The path of each image's file; null where images are no files of their own. */
  get files(): string[] | null {
    const { folder } = this.classes;
    return folder === null ? null : this.images.map(({ path }) => filePath(folder, path));
  }

  /** What the classes are after the decisions. @throws {DataError} where links contradict each other. */
  replay(): Replayed {
    return replay(this.base, this.corrections.log);
  }
}

const filePath = (folder: string, name: string) => (isAbsolute(name) ? name : join(folder, name));

interface Rows {
  readonly names: string[];
  readonly classOf: Int32Array;
  readonly confidence: Float32Array;
  /** Null where the table has none. */
  readonly hashes: string[] | null;
}

type Places = Record<"image" | "cluster" | "confidence" | "hash" | "found" | "foundConfidence", number>;

async function readAssignments(path: string): Promise<Rows | null> {
  const names: string[] = [];
  const classOf: number[] = [];
  const confidence: number[] = [];
  const hashes: string[] = [];
  let places: Places | null = null;
  try {
    for await (const rows of readTable(path)) {
      for (const { line, fields } of rows) {
        if (places === null) {
          const at = (name: string) => fields.indexOf(name);
          places = {
            image: at("image"),
            cluster: at("cluster"),
            confidence: at("confidence"),
            hash: at("hash"),
            found: at("found"),
            foundConfidence: at("found_confidence"),
          };
          const missing = (["image", "cluster", "confidence"] as const).find((name) => places![name] < 0);
          if (missing) throw new DataError(`${path} has no column ${missing}: run skein cluster again`);
          continue;
        }
        // A run that followed corrections has what it found itself in columns of its own.
        const id = Number(fields[places.found] ?? fields[places.cluster]);
        const certainty = Number(fields[places.foundConfidence] ?? fields[places.confidence]);
        const hash = fields[places.hash];
        const damaged =
          !fields[places.image] || !Number.isInteger(id) || id < -1 || !(certainty >= 0 && certainty <= 1);
        if (damaged || (hash !== undefined && !/^[0-9a-f]{32}$/.test(hash))) {
          throw new DataError(`${path}, line ${line}, is damaged: correct it, or run skein cluster again`);
        }
        names.push(fields[places.image]!);
        classOf.push(id);
        confidence.push(certainty);
        if (hash !== undefined) hashes.push(hash);
      }
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    if (error instanceof SkeinError) throw error;
    throw new SkeinError(`${path} cannot be read: ${message}`, { cause: error });
  }
  return {
    names,
    classOf: Int32Array.from(classOf),
    confidence: Float32Array.from(confidence),
    hashes: places !== null && places.hash >= 0 ? hashes : null,
  };
}

const metrics = z.object({ source: z.string() });

/** Of a run without classes.json. */
async function earlierClasses(folder: string, classOf: Int32Array): Promise<RunClasses> {
  const path = join(folder, METRICS);
  const text = await readFile(path, "utf8").catch(() => "null");
  let source = "";
  try {
    source = metrics.parse(JSON.parse(text)).source;
  } catch {
    throw new DataError(
      `${path} does not say what images the run is of: run skein cluster again in another folder`,
    );
  }
  const ids = [...new Set(classOf)].filter((id) => id >= 0).sort((a, b) => a - b);
  const nextId = (ids.at(-1) ?? -1) + 1;
  return {
    source,
    folder: source,
    places: Array.from({ length: nextId }, (_, id) => id),
    classes: Array.from({ length: nextId }, (_, id) => ({ id, name: null })),
    nextId,
    absorbed: 0,
    mergedInto: [],
  };
}

async function hashesNow(names: readonly string[], folder: string | null, signal?: AbortSignal) {
  if (folder === null) return names.map(nameHash);
  return await fileHashes(
    names.map((name) => filePath(folder, name)),
    { signal },
  );
}
