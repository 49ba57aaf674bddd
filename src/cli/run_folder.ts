/** The folder that a run writes into: checked and claimed before anything long begins, never emptied. */
import { existsSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { ArgumentError, SkeinError } from "../errors.js";
import { ensureFolder, writeRefusal } from "../io/atomic_file.js";
import { Lock } from "../io/node/lock.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import { type Collectives, gatherJson, together } from "../parallel/index.js";
import { CHECKPOINT, RUN_FILES } from "../review/run/run_files.js";
import { RUN_LOCK } from "../review/run/run_lock.js";

export interface RunFolderOptions {
  /** An earlier run in the folder may be replaced. */
  readonly force?: boolean;
  /** An interrupted run in the folder is to go on. */
  readonly resume?: boolean;
}

export class RunFolder {
  readonly path: string;
  /** Folders that were made for this run, outermost first. */
  readonly #made: readonly string[];
  /** Null where another process of the same job claimed it. */
  readonly #lock: Lock | null;

  private constructor(path: string, made: readonly string[], lock: Lock | null) {
    this.path = path;
    this.#made = made;
    this.#lock = lock;
  }

  /**
   * Makes the folder, claims it for this process, and checks that it can be written to.
   * @throws {ArgumentError} when another run writes there, it holds a run that neither `force` nor `resume`
   * allows to touch, or nothing to resume.
   * @throws {SkeinError} when the file system refuses.
   */
  static async open(path: string, options: RunFolderOptions = {}): Promise<RunFolder> {
    return RunFolder.#claim(path, await ensureFolder(path), options);
  }

  /** Rank 0 opens the folder for all processes of a job: the others only read what is there. */
  static async shared(ranks: Collectives, open: () => Promise<RunFolder>): Promise<RunFolder> {
    const own = await together(ranks, () => (ranks.rank === 0 ? open() : null));
    const [path] = await gatherJson(ranks, own?.path ?? "");
    return own ?? new RunFolder(path!, [], null);
  }

  /**
   * Makes and claims a folder that nobody has: where the name is taken it gets a number.
   * @throws {SkeinError} when the file system refuses.
   */
  static async create(path: string): Promise<RunFolder> {
    const made: string[] = [];
    for (let copy = 1; ; ) {
      const name = copy === 1 ? path : `${path}-${copy}`;
      try {
        made.push(...(await ensureFolder(dirname(resolve(path)))));
        await mkdir(name);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EEXIST") copy++;
        // Where another run, which failed, has just removed the folder above, it is made once more.
        if (code === "EEXIST" || (code === "ENOENT" && !existsSync(dirname(resolve(path))))) continue;
        await removeEmpty(made);
        throw error instanceof SkeinError ? error : writeRefusal(name, error);
      }
      return RunFolder.#claim(name, [...made, resolve(name)], {});
    }
  }

  static async #claim(path: string, made: readonly string[], options: RunFolderOptions): Promise<RunFolder> {
    let lock: Lock | undefined;
    try {
      lock = await Lock.acquire(join(path, RUN_LOCK), path);
      const folder = new RunFolder(path, made, lock);
      folder.#check(options);
      return folder;
    } catch (error) {
      lock?.release();
      await removeEmpty(made);
      throw error;
    }
  }

  #check({ force = false, resume = false }: RunFolderOptions): void {
    const { path } = this;
    const finished = existsSync(this.model);
    const interrupted = existsSync(this.checkpoint);
    if (resume && !interrupted) {
      throw new ArgumentError(
        finished
          ? `the run in ${path} is finished, there is nothing to resume: start again with --force, or in another folder`
          : `${path} holds no checkpoint to resume from: leave out --resume`,
      );
    }
    if (!resume && !force && interrupted) {
      throw new ArgumentError(
        `${path} holds an interrupted run: go on with --resume, start again with --force, or choose another --out`,
      );
    }
    if (!resume && !force && finished) {
      throw new ArgumentError(
        `${path} holds the model of an earlier run: choose another --out, or replace it with --force`,
      );
    }
    for (const name of [...RUN_FILES, CHECKPOINT]) {
      if (!statSync(this.file(name), { throwIfNoEntry: false })?.isDirectory()) continue;
      throw new ArgumentError(
        `${this.file(name)} is a folder, and the run writes a file of that name: choose another --out, or remove it`,
      );
    }
  }

  get model(): string {
    return this.file("model.safetensors");
  }

  get checkpoint(): string {
    return this.file(CHECKPOINT);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Takes away what an earlier run made of its model, which is about to be replaced. */
  async removeEarlier(): Promise<void> {
    for (const name of RUN_FILES.slice(1)) {
      await rm(this.file(name), { force: true }).catch((error) => {
        throw writeRefusal(this.file(name), error);
      });
    }
  }

  /** Lets other runs in, and takes back the folders that were made, as far as nothing is in them. */
  async close(): Promise<void> {
    this.#lock?.release();
    await removeEmpty(this.#made);
  }
}

/** Where a run goes that was given no folder: `runs/<name of the source>-<local time>`. */
export function defaultRunFolder(source: string, now: Date): string {
  const last = basename(resolve(source));
  const stem = last.replace(/\.gz$/i, "");
  const name =
    stem.slice(0, stem.length - extname(stem).length).replace(/[^\p{L}\p{N}._-]+/gu, "-") || "images";
  const two = (value: number) => String(value).padStart(2, "0");
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("");
  const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join("");
  return join("runs", `${name}-${date}-${time}`);
}
