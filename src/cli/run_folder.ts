/** The folder that a run writes into: checked before anything long begins, never emptied. */
import { existsSync } from "node:fs";
import { rm, rmdir } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { ArgumentError } from "../errors.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";

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

  private constructor(path: string, made: readonly string[]) {
    this.path = path;
    this.#made = made;
  }

  /**
   * Makes the folder, and checks that it can be written to.
   * @throws {ArgumentError} when it holds a run that neither `force` nor `resume` allows to touch, or nothing to resume.
   * @throws {SkeinError} when the file system refuses.
   */
  static async open(
    path: string,
    { force = false, resume = false }: RunFolderOptions = {},
  ): Promise<RunFolder> {
    const made: string[] = [];
    for (
      let folder = resolve(path);
      !existsSync(folder) && dirname(folder) !== folder;
      folder = dirname(folder)
    ) {
      made.unshift(folder);
    }
    const folder = new RunFolder(path, made);
    const finished = existsSync(folder.model);
    const interrupted = existsSync(folder.checkpoint);
    if (resume && !interrupted) {
      throw new ArgumentError(
        finished
          ? `the run in ${path} is finished, there is nothing to resume: start anew with --force, or in another folder`
          : `${path} holds no checkpoint to resume from: leave out --resume`,
      );
    }
    if (!resume && !force && interrupted) {
      throw new ArgumentError(
        `${path} holds an interrupted run: go on with --resume, start anew with --force, or choose another --out`,
      );
    }
    if (!resume && !force && finished) {
      throw new ArgumentError(
        `${path} holds the model of an earlier run: choose another --out, or replace it with --force`,
      );
    }
    try {
      await ensureFolder(path);
      const probe = folder.file(".skein-writable");
      await writeFileAtomically(probe, "");
      await rm(probe);
    } catch (error) {
      await folder.removeIfEmpty();
      throw error;
    }
    return folder;
  }

  get model(): string {
    return this.file("model.safetensors");
  }

  get checkpoint(): string {
    return this.file("checkpoint.safetensors");
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Takes back the folders that `open` made, as far as nothing is in them. */
  async removeIfEmpty(): Promise<void> {
    for (const folder of [...this.#made].reverse()) {
      const removed = await rmdir(folder).then(
        () => true,
        () => false,
      );
      if (!removed) return;
    }
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
