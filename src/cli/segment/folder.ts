/** The folder that `skein segment` writes into: checked and claimed first, filled all at once. */

import { existsSync, readFileSync, rmSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { ArgumentError } from "../../errors.js";
import { ensureFolder, writeRefusal } from "../../io/atomic_file.js";
import { atExit } from "../../io/exit_cleanup.js";
import { Lock } from "../../io/node/lock.js";
import { removeEmpty } from "../../io/node/remove_empty.js";
import { RUN_FILES } from "../../review/run/run_files.js";
import { printable } from "../printable.js";
import { defaultRunFolder } from "../run_folder.js";

/** What a run writes, in the order in which it is listed. */
export const SEGMENT_FILES = [
  "masks",
  "cutouts",
  "overlays",
  "coco_polygons.json",
  "coco_rle.json",
  "regions.csv",
  "metrics.json",
  "report.html",
  "model.safetensors",
] as const;
export type SegmentFile = (typeof SEGMENT_FILES)[number];

/** Those that are folders with a file for each image. */
const PICTURES = ["masks", "cutouts", "overlays"] as const satisfies readonly SegmentFile[];

/** What sorting the cut-outs adds. */
export const SORTED_FILES = { clusters: "clusters", classes: "classes.csv" } as const;

/** What metrics.json says of a run of this command. */
export const COMMAND = "segment";
const LOCK = ".skein-lock";
const WORK = ".skein-segment";

export class SegmentFolder {
  readonly path: string;
  /** Where files are written until `finish` puts them in their places. */
  readonly work: string;
  readonly #made: readonly string[];
  readonly #lock: Lock;
  readonly #forget: () => void;

  private constructor(path: string, made: readonly string[], lock: Lock) {
    this.path = path;
    this.work = join(path, WORK);
    this.#made = made;
    this.#lock = lock;
    this.#forget = atExit(() => rmSync(this.work, { recursive: true, force: true }));
  }

  /**
   * Makes the folder, or takes an empty one or, with `force`, that of an earlier run.
   * @throws {ArgumentError} when it holds other files, an earlier run that may not be replaced, or another run writes there.
   * @throws {SkeinError} when the file system refuses.
   */
  static async open(path: string, force = false): Promise<SegmentFolder> {
    const made = await ensureFolder(path);
    let lock: Lock | undefined;
    try {
      lock = await Lock.acquire(join(path, LOCK), path);
      await check(path, force);
      const folder = new SegmentFolder(path, made, lock);
      // Left by a process that was killed: nobody else has the lock.
      await rm(folder.work, { recursive: true, force: true });
      await ensureFolder(folder.work);
      return folder;
    } catch (error) {
      lock?.release();
      await removeEmpty(made);
      throw error;
    }
  }

  /** A folder of its own for a run that was given none. @throws as `open`. */
  static async create(source: string, now: Date): Promise<SegmentFolder> {
    const path = defaultRunFolder(source, now);
    let name = path;
    for (let copy = 2; existsSync(name); copy++) name = `${path}-${copy}`;
    return SegmentFolder.open(name);
  }

  /** Puts everything in its place, instead of what an earlier run left, and returns the names of what is there. */
  async finish(): Promise<string[]> {
    const written = new Set(await readdir(this.work));
    try {
      for (const name of [...SEGMENT_FILES, ...Object.values(SORTED_FILES)]) {
        await rm(join(this.path, name), { recursive: true, force: true });
      }
      for (const name of written) await rename(join(this.work, name), join(this.path, name));
    } catch (error) {
      throw writeRefusal(this.path, error);
    }
    return SEGMENT_FILES.filter((name) => written.has(name));
  }

  /** Removes what is not finished, lets other runs in, and takes back empty folders that were made. */
  async close(): Promise<void> {
    await rm(this.work, { recursive: true, force: true });
    this.#forget();
    this.#lock.release();
    await removeEmpty(this.#made);
  }
}

async function check(path: string, force: boolean): Promise<void> {
  const entries = (await readdir(path)).filter((name) => name !== LOCK && name !== WORK);
  if (entries.length === 0) return;
  const own: readonly string[] = [...SEGMENT_FILES, ...Object.values(SORTED_FILES)];
  const run = earlierRun(path);
  const others = entries.filter((name) => !own.includes(name)).sort();
  if (run) others.push(...(await othersWithin(path, run)));
  if (others.length > 0 || !run) {
    const shown = (others.length > 0 ? others : entries).slice(0, 3).map(printable).join(", ");
    throw new ArgumentError(`${path} holds other files (${shown}): choose another --out, or empty it`);
  }
  if (force) return;
  throw new ArgumentError(
    `${path} holds the masks of an earlier run: choose another --out, or replace them with --force`,
  );
}

/** Files in the folders of pictures and of classes that the earlier run did not write: replacing it would lose them. */
async function othersWithin(path: string, { pictures }: EarlierRun): Promise<string[]> {
  const known = new Set<string>([
    ...PICTURES.flatMap((folder) => pictures.map((file) => join(folder, file))),
    ...RUN_FILES.map((file) => join(SORTED_FILES.clusters, file)),
  ]);
  const others: string[] = [];
  for (const folder of [...PICTURES, SORTED_FILES.clusters]) {
    const found = await readdir(join(path, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of found) {
      const file = relative(path, join(entry.parentPath, entry.name));
      if (!entry.isDirectory() && !known.has(file)) others.push(file);
    }
  }
  return others.sort();
}

interface EarlierRun {
  /** Files in each folder of pictures, where they have been written there. */
  readonly pictures: readonly string[];
}

/** What metrics.json says of an earlier run of this command; null where there was none. */
function earlierRun(path: string): EarlierRun | null {
  try {
    const { command, pictures } = JSON.parse(readFileSync(join(path, "metrics.json"), "utf8"));
    return command === COMMAND ? { pictures: Array.isArray(pictures) ? pictures : [] } : null;
  } catch {
    return null;
  }
}
