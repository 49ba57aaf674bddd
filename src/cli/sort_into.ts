/** Per-class folders of links, copies or pictures, which appear all at once. */
import { rmSync } from "node:fs";
import {
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
import { encodePng, type Raster } from "../report/png.js";
import { Lock } from "./lock.js";
import { removeEmpty } from "./run_folder.js";

export type SortManner = "link" | "copy";

/** An image of a class: a file, or pixels without one and what to call them. */
export type SortedImage = { readonly file: string } | { readonly name: string; readonly raster: Raster };

/** What file systems allow a name to have, in bytes of UTF-8. */
const LONGEST_NAME = 255;

export interface SortOptions {
  readonly manner: SortManner;
  readonly clusters: number;
  /** Where the images come from: no place for the sorted ones. */
  readonly sources: readonly string[];
  /** A name for each class; default class-0, class-1, ... */
  readonly names?: readonly string[];
}

interface Claim {
  /** The folder asked for, and the one beside it that becomes it. */
  readonly target: string;
  readonly work: string;
  readonly manner: SortManner;
  /** The folder of each class. */
  readonly folders: readonly string[];
  readonly lock: Lock;
  /** Folders that were made for the target to be in, outermost first. */
  readonly made: readonly string[];
}

export class Sorter {
  readonly #claim: Claim;
  readonly #forget: () => void;
  readonly #taken = new Set<string>();
  /** The number that the next image of a name gets. */
  readonly #next = new Map<string, number>();
  readonly #folders = new Set<string>();
  #finished = false;

  private constructor(claim: Claim) {
    this.#claim = claim;
    this.#forget = atExit(() => rmSync(claim.work, { recursive: true, force: true }));
  }

  /**
   * Checks that the folder is free and lies in none of the sources: the next run would count its images again.
   * @throws {ArgumentError}
   */
  static async check(given: string, sources: readonly string[]): Promise<void> {
    const entries = await readdir(given).catch(async (error: NodeJS.ErrnoException) => {
      const dangling = error.code === "ENOENT" && (await lstat(given).catch(() => null));
      if (error.code === "ENOENT" && !dangling) return [];
      const reason = dangling ? "a link that leads nowhere" : error.message;
      throw new ArgumentError(
        `--sort-into ${given} is not a folder that can be used (${reason}): name a new one`,
      );
    });
    if (entries.length > 0)
      throw new ArgumentError(`--sort-into ${given} is not empty: name a new folder, or empty it`);
    const folders = new Set<string>();
    for (let path = await real(given); ; path = dirname(path)) {
      folders.add(await identity(path));
      if (path === dirname(path)) break;
    }
    for (const source of sources) {
      const isFolder = (await stat(source).catch(() => null))?.isDirectory();
      if (!isFolder || !folders.has(await identity(source))) continue;
      throw new ArgumentError(
        `--sort-into ${given} lies in ${source}, whose images would be counted twice from then on: name a folder elsewhere`,
      );
    }
  }

  /**
   * Checks the folder, claims it and starts beside it, so that what fails does so before anything long begins.
   * @throws {ArgumentError} as `check`, or when another run sorts into it; SkeinError when the file system refuses.
   */
  static async open(given: string, { manner, clusters, sources, names }: SortOptions): Promise<Sorter> {
    await Sorter.check(given, sources);
    const target = await real(given);
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
      sorter = new Sorter({ target, work, manner, folders: folderNames(clusters, names), lock, made });
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

  /** Puts an image into the folder of its class. Images of one name get numbers. */
  async add(cluster: number, image: SortedImage): Promise<void> {
    const { work, manner, folders } = this.#claim;
    const folder = join(work, folders[cluster]!);
    await this.#guard(async () => {
      if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true });
      this.#folders.add(folder);
      if ("raster" in image) {
        const name = image.name.replace(/[/\\\0]/g, "-");
        const stem = hasImageExtension(name) ? name.slice(0, -extname(name).length) : name;
        await writeFile(this.#free(folder, `${stem}.png`), encodePng(image.raster));
      } else if (manner === "copy") {
        await copyFile(image.file, this.#free(folder, basename(image.file)));
      } else {
        await symlink(await realpath(image.file), this.#free(folder, basename(image.file)));
      }
    });
  }

  /** Makes everything appear under the folder's own name. */
  async finish(): Promise<void> {
    await this.#guard(async () => {
      // Fails where anything came into the folder since it was checked; elsewhere than on POSIX, an empty one is in the way.
      if (process.platform === "win32") await rmdir(this.#claim.target).catch(() => {});
      await rename(this.#claim.work, this.#claim.target);
    });
    this.#finished = true;
  }

  /** Takes back what was written, unless it was finished, and lets others in. */
  async discard(): Promise<void> {
    this.#forget();
    if (!this.#finished) await rm(this.#claim.work, { recursive: true, force: true });
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
      if (this.#claim.manner === "copy") return;
      const probe = join(this.#claim.work, "link");
      await symlink(this.#claim.work, probe);
      await readlink(probe);
      await rm(probe);
    });
  }

  #free(folder: string, name: string): string {
    const extension = shorten(extname(name), 32);
    const stem = name.slice(0, name.length - extname(name).length);
    const key = (file: string) => join(folder, file).normalize("NFC").toLowerCase();
    const numbered = (copy: number) => {
      const suffix = `${copy === 1 ? "" : `-${copy}`}${extension}`;
      return `${shorten(stem, LONGEST_NAME - Buffer.byteLength(suffix))}${suffix}`;
    };
    const first = key(numbered(1));
    let copy = this.#next.get(first) ?? 1;
    while (this.#taken.has(key(numbered(copy)))) copy++;
    this.#next.set(first, copy + 1);
    this.#taken.add(key(numbered(copy)));
    return join(folder, numbered(copy));
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      throw refusal(this.#claim.target, this.#claim.manner, error);
    }
  }
}

/** A folder for each class: by its number, or by its name as far as that can name a folder and no other has it. */
function folderNames(clusters: number, names: readonly string[] | undefined): string[] {
  const digits = String(clusters - 1).length;
  const taken = new Set<string>();
  return Array.from({ length: clusters }, (_, cluster) => {
    const number = `class-${String(cluster).padStart(digits, "0")}`;
    const name = shorten((names?.[cluster] ?? "").replace(/[/\\\0]/g, "-"), LONGEST_NAME - 32).trim();
    const key = name.normalize("NFC").toLowerCase();
    if (/^\.*$/.test(name) || taken.has(key)) return number;
    taken.add(key);
    return name;
  });
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

/** Equal for two paths of one folder, through links and mounts; the path itself where there is none yet. */
async function identity(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && found.ino !== 0n ? `${found.dev}:${found.ino}` : await real(path);
}

/** The beginning of a name that takes at most so many bytes, without half characters. */
function shorten(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  let short = "";
  let used = 0;
  for (const character of name) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    short += character;
  }
  return short;
}
