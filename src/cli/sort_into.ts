/** Per-class folders of links, copies or pictures, which appear all at once. */
import { constants, rmSync } from "node:fs";
import {
  access,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { hasImageExtension } from "../data/formats.js";
import { ArgumentError, SkeinError } from "../errors.js";
import { ensureFolder } from "../io/atomic_file.js";
import { atExit } from "../io/exit_cleanup.js";
import { Lock } from "../io/node/lock.js";
import { encodePng } from "../report/png.js";
import { removeEmpty } from "./run_folder.js";
import { classFolders, FreeNames, LONGEST_NAME, shorten } from "./sort_names.js";
import { SortedFolder, type SortedImage } from "./sorted_folder.js";

export type SortManner = "link" | "copy";

export interface SortOptions {
  readonly manner: SortManner;
  readonly clusters: number;
  /** Where the images come from: no place for the sorted ones. */
  readonly sources: readonly string[];
  /** A name for each class; default class-0, class-1, ... */
  readonly names?: readonly string[];
  /** Whether images may join a folder that holds sorted ones. */
  readonly add?: boolean;
}

interface Claim {
  /** The folder asked for, and the one beside it that becomes it. */
  readonly target: string;
  readonly work: string;
  readonly manner: SortManner;
  /** The folder of each class. */
  readonly folders: readonly string[];
  /** What is in the target already, where images join it. */
  readonly earlier: SortedFolder | null;
  readonly lock: Lock;
  /** Folders that were made for the target to be in, outermost first. */
  readonly made: readonly string[];
}

export class Sorter {
  readonly #claim: Claim;
  readonly #forget: () => void;
  readonly #names = new FreeNames();
  readonly #folders = new Set<string>();
  #finished = false;

  private constructor(claim: Claim) {
    this.#claim = claim;
    this.#forget = atExit(() => rmSync(claim.work, { recursive: true, force: true }));
  }

  /**
   * Checks that the folder is free (or that images may be added to it) and lies in none of the sources: the next run would
   * count its images again.
   * @throws {ArgumentError}
   */
  static async check(given: string, sources: readonly string[], add = false): Promise<void> {
    const entries = await readdir(given).catch(async (error: NodeJS.ErrnoException) => {
      const dangling = error.code === "ENOENT" && (await lstat(given).catch(() => null));
      if (error.code === "ENOENT" && !dangling) return [];
      const reason = dangling ? "a link that leads nowhere" : error.message;
      throw new ArgumentError(
        `--sort-into ${given} is not a folder that can be used (${reason}): name a new one`,
      );
    });
    if (entries.length > 0 && !add)
      throw new ArgumentError(`--sort-into ${given} is not empty: name a new folder, or empty it`);
    const folders = await foldersAbove(given);
    const own = await identity(given);
    for (const source of sources) {
      const found = await stat(source).catch(() => null);
      if (found?.isDirectory() && folders.has(await identity(source))) {
        throw new ArgumentError(
          `--sort-into ${given} lies in ${source}, whose images would be counted twice from then on: name a folder elsewhere`,
        );
      }
      if (found && (await foldersAbove(source)).has(own)) {
        throw new ArgumentError(
          `${source} lies in --sort-into ${given}, whose images are sorted already: give images from elsewhere`,
        );
      }
    }
  }

  /**
   * Checks the folder, claims it and starts beside it, so that what fails does so before anything long begins.
   * @throws {ArgumentError} as `check`, or when another run sorts into it; SkeinError when the file system refuses.
   */
  static async open(given: string, options: SortOptions): Promise<Sorter> {
    const { manner, clusters, sources, names, add = false } = options;
    await Sorter.check(given, sources, add);
    const target = await real(given);
    const folders = classFolders(clusters, names);
    // Beside the target, so that renaming it stays within one file system.
    const work = join(dirname(target), `.${shorten(basename(target), LONGEST_NAME - 32)}.skein`);
    const made = await ensureFolder(dirname(target)).catch((error) => {
      throw refusal(given, manner, error);
    });
    let lock: Lock | undefined;
    let sorter: Sorter | undefined;
    try {
      lock = await Lock.acquire(`${work}-lock`, given);
      // Left by a process that was killed: nobody else has the lock.
      await rm(work, { recursive: true, force: true });
      const earlier = add ? await SortedFolder.open(target, given, folders) : null;
      sorter = new Sorter({ target, work, manner, folders, earlier, lock, made });
      await ensureFolder(work);
      await sorter.#tryOut();
      return sorter;
    } catch (error) {
      if (sorter) await sorter.discard();
      else lock?.release();
      await removeEmpty(made);
      throw refusal(given, manner, error);
    }
  }

  /**
   * Puts an image into the folder of its class, and resolves with false where it lies there already. Images of one name
   * get numbers.
   */
  async add(cluster: number, image: SortedImage): Promise<boolean> {
    const { work, manner, folders, earlier } = this.#claim;
    const folder = folders[cluster]!;
    const name = "raster" in image ? rasterName(image.name) : basename(image.file);
    let added = true;
    await this.#guard(async () => {
      added = !(await earlier?.holds(folder, name, image));
      if (!added) return;
      if (!this.#folders.has(folder)) await mkdir(join(work, folder), { recursive: true });
      this.#folders.add(folder);
      let free = this.#names.take(folder, name);
      while (earlier?.has(folder, free)) free = this.#names.take(folder, name);
      const path = join(work, folder, free);
      if ("raster" in image) await writeFile(path, encodePng(image.raster));
      else if (manner === "copy") await copyFile(image.file, path);
      else await symlink(await realpath(image.file), path);
    });
    return added;
  }

  /** Makes everything appear under the folder's own name. */
  async finish(): Promise<void> {
    const { work, target, earlier } = this.#claim;
    await this.#guard(async () => {
      if (earlier) {
        await earlier.takeIn(work);
        return;
      }
      // Fails where anything came into the folder since it was checked; elsewhere than on POSIX, an empty one is in the way.
      if (process.platform === "win32") await rmdir(target).catch(() => {});
      await rename(work, target);
    });
    this.#finished = true;
  }

  /** Takes back what was written, unless it was finished, and lets others in. */
  async discard(): Promise<void> {
    this.#forget();
    if (!this.#finished || this.#claim.earlier) await rm(this.#claim.work, { recursive: true, force: true });
    this.#claim.lock.release();
    if (!this.#finished) await removeEmpty(this.#claim.made);
  }

  /** What `finish` and the first image need: that the target may be renamed over, and links may be made. */
  async #tryOut(): Promise<void> {
    await this.#guard(async () => {
      const [there, beside] = await Promise.all([
        stat(this.#claim.target).catch(() => null),
        stat(dirname(this.#claim.target)),
      ]);
      if (there && there.dev !== beside.dev) {
        throw new ArgumentError(`--sort-into ${this.#claim.target} is a mounted disk: name a folder in it`);
      }
      if (there) await access(this.#claim.target, constants.W_OK);
      if (this.#claim.manner === "copy") return;
      const probe = join(this.#claim.work, "link");
      await symlink(this.#claim.work, probe);
      await readlink(probe);
      await rm(probe);
    });
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      throw refusal(this.#claim.target, this.#claim.manner, error);
    }
  }
}

function refusal(target: string, manner: SortManner, error: unknown): unknown {
  if (error instanceof ArgumentError) return error;
  const cause = (error instanceof SkeinError ? error.cause : error) as NodeJS.ErrnoException | undefined;
  if (cause?.code === undefined) return error;
  const remedy =
    cause.code === "EPERM" && manner === "link"
      ? "this system allows no links here, use --copy"
      : "choose another folder";
  return new SkeinError(`cannot sort into ${target} (${cause.message}): ${remedy}`, { cause });
}

/** The path without links, as far as it exists. */
async function real(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(await real(parent), basename(absolute));
  }
}

/** The identities of a path and of all folders that it lies in. */
async function foldersAbove(given: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let path = await real(given); ; path = dirname(path)) {
    found.add(await identity(path));
    if (path === dirname(path)) return found;
  }
}

/** Equal for two paths of one folder, through links and mounts; the path itself where there is none yet. */
async function identity(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && found.ino !== 0n ? `${found.dev}:${found.ino}` : await real(path);
}

/** The name of a picture that has no file; names in an archive are paths, and have the ending of another format. */
function rasterName(name: string): string {
  const plain = name.replace(/[/\\\0]/g, "-");
  return `${hasImageExtension(plain) ? plain.slice(0, -extname(plain).length) : plain}.png`;
}
