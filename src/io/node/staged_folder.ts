/** A folder that is written beside its place, and appears there all at once. */
import { rmSync } from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ensureFolder } from "../atomic_file.js";
import { atExit } from "../exit_cleanup.js";
import { LONGEST_NAME, shorten } from "./file_names.js";
import { Lock } from "./lock.js";
import { realPath } from "./real_paths.js";
import { removeEmpty } from "./remove_empty.js";

export class StagedFolder {
  readonly #lock: Lock;
  /** Folders that were made for the target to be in, outermost first. */
  readonly #made: readonly string[];
  readonly #forget: () => void;

  private constructor(
    /** The folder asked for, without links. */
    readonly target: string,
    /** What is written to. */
    readonly work: string,
    lock: Lock,
    made: readonly string[],
  ) {
    this.#lock = lock;
    this.#made = made;
    this.#forget = atExit(() => rmSync(work, { recursive: true, force: true }));
  }

  /**
   * Claims the folder, and begins an empty one beside it, so that renaming stays within one file system.
   * @throws {ArgumentError} when another process writes there. @throws the errors of the file system.
   */
  static async open(given: string): Promise<StagedFolder> {
    const target = await realPath(given);
    const work = join(dirname(target), `.${shorten(basename(target), LONGEST_NAME - 32)}.skein`);
    const made = await ensureFolder(dirname(target));
    let lock: Lock | undefined;
    try {
      lock = await Lock.acquire(`${work}-lock`, given);
      // Left by a process that was killed: nobody else has the lock.
      await rm(work, { recursive: true, force: true });
      await ensureFolder(work);
      return new StagedFolder(target, work, lock, made);
    } catch (error) {
      lock?.release();
      await removeEmpty(made);
      throw error;
    }
  }

  /** Makes everything appear in the target, which has to be empty or not there. @throws the errors of the file system. */
  async finish(): Promise<void> {
    // Elsewhere than on POSIX, an empty one is in the way.
    if (process.platform === "win32") await rmdir(this.target).catch(() => {});
    await rename(this.work, this.target);
  }

  /** Takes back what was not finished, and lets others in. */
  async discard(): Promise<void> {
    this.#forget();
    await rm(this.work, { recursive: true, force: true });
    this.#lock.release();
    await removeEmpty(this.#made);
  }
}
