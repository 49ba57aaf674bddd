/** Per-class folders of links, copies or pictures, which appear all at once. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, realpath, rename, rm, rmdir, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { ArgumentError, SkeinError } from "../errors.js";
import { ensureFolder } from "../io/atomic_file.js";
import { encodePng, type Raster } from "../report/png.js";

export type SortManner = "link" | "copy";

/** An image of a class: a file, or pixels without one and what to call them. */
export type SortedImage = { readonly file: string } | { readonly name: string; readonly raster: Raster };

export class Sorter {
  readonly #target: string;
  readonly #work: string;
  readonly #manner: SortManner;
  readonly #digits: number;
  readonly #taken = new Set<string>();
  readonly #folders = new Set<string>();

  private constructor(target: string, manner: SortManner, clusters: number) {
    this.#target = resolve(target);
    // Beside the target, so that renaming it stays within one file system.
    this.#work = join(dirname(this.#target), `.${basename(this.#target)}.skein-${process.pid}`);
    this.#manner = manner;
    this.#digits = String(clusters - 1).length;
  }

  /** @throws {ArgumentError} when the folder holds something: images of two runs would mix. */
  static async check(target: string): Promise<void> {
    const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw new ArgumentError(
        `--sort-into ${target} is not a folder that can be used (${error.message}): name a new one`,
      );
    });
    if (entries.length > 0)
      throw new ArgumentError(`--sort-into ${target} is not empty: name a new folder, or empty it`);
  }

  /** Checks the folder and starts beside it. @throws {SkeinError} when the file system refuses. */
  static async open(target: string, manner: SortManner, clusters: number): Promise<Sorter> {
    await Sorter.check(target);
    const sorter = new Sorter(target, manner, clusters);
    await ensureFolder(sorter.#work);
    return sorter;
  }

  /** Puts an image into the folder of its class. Images of one name get numbers. */
  async add(cluster: number, image: SortedImage): Promise<void> {
    const folder = join(this.#work, `class-${String(cluster).padStart(this.#digits, "0")}`);
    await this.#guard(async () => {
      if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true });
      this.#folders.add(folder);
      if ("raster" in image) {
        await writeFile(this.#free(folder, `${image.name}.png`), encodePng(image.raster));
      } else if (this.#manner === "copy") {
        await copyFile(image.file, this.#free(folder, basename(image.file)));
      } else {
        await symlink(await realpath(image.file), this.#free(folder, basename(image.file)));
      }
    });
  }

  /** Makes everything appear under the folder's own name. */
  async finish(): Promise<void> {
    await this.#guard(async () => {
      await Sorter.check(this.#target);
      if (existsSync(this.#target)) await rmdir(this.#target);
      await rename(this.#work, this.#target);
    });
  }

  /** Takes back what was written, unless it was finished. */
  async discard(): Promise<void> {
    await rm(this.#work, { recursive: true, force: true });
  }

  #free(folder: string, name: string): string {
    const extension = extname(name);
    const stem = name.slice(0, name.length - extension.length);
    let path = join(folder, name);
    for (let copy = 2; this.#taken.has(path.toLowerCase()); copy++)
      path = join(folder, `${stem}-${copy}${extension}`);
    this.#taken.add(path.toLowerCase());
    return path;
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (cause) {
      if (cause instanceof SkeinError) throw cause;
      const { code, message } = cause as NodeJS.ErrnoException;
      const remedy =
        code === "EPERM" && this.#manner === "link"
          ? "this system allows no links here, use --copy"
          : "choose another folder";
      throw new SkeinError(`cannot sort into ${this.#target} (${message}): ${remedy}`, { cause });
    }
  }
}
