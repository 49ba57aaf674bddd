/** A folder of images that an earlier run sorted, and others that join them. */
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "../errors.js";
import { keyOf, numbered } from "../io/node/file_names.js";
import { encodePng, type Raster } from "../report/png.js";

/** An image of a class: a file, or pixels without one and what to call them. */
export type SortedImage = { readonly file: string } | { readonly name: string; readonly raster: Raster };

export class SortedFolder {
  readonly #path: string;
  /** Of each class's folder: the names in it, by what a file system may take for the same. */
  readonly #names: ReadonlyMap<string, ReadonlyMap<string, string>>;

  private constructor(path: string, names: ReadonlyMap<string, ReadonlyMap<string, string>>) {
    this.#path = path;
    this.#names = names;
  }

  /**
   * Looks at what is there; null where that is nothing.
   * @param given the folder as the user named it
   * @param classes the folders of a model's classes
   * @throws {ArgumentError} where the folder holds something, and no folder of these classes.
   */
  static async open(path: string, given: string, classes: readonly string[]): Promise<SortedFolder | null> {
    const entries = await readdir(path).catch((): string[] => []);
    if (entries.length === 0) return null;
    const names = new Map<string, ReadonlyMap<string, string>>();
    for (const folder of classes.filter((name) => entries.includes(name))) {
      // A link to a folder is one, too.
      if (!(await stat(join(path, folder)).catch(() => null))?.isDirectory()) continue;
      const inside = await readdir(join(path, folder));
      names.set(folder, new Map(inside.map((name) => [keyOf(name), name])));
    }
    if (names.size === 0) {
      throw new ArgumentError(
        `--sort-into ${given} holds no folder of this model's classes (such as ${classes[0]}): name the folder that its images were sorted into`,
      );
    }
    return new SortedFolder(path, names);
  }

  /** Whether the name is taken. */
  has(folder: string, name: string): boolean {
    return this.#names.get(folder)?.has(keyOf(name)) ?? false;
  }

  /** Whether the image lies in the class's folder, under its name or with a number. */
  async holds(folder: string, name: string, image: SortedImage): Promise<boolean> {
    const names = this.#names.get(folder);
    for (let copy = 1; ; copy++) {
      const found = names?.get(keyOf(numbered(name, copy)));
      if (found === undefined) return false;
      if (await isSame(join(this.#path, folder, found), image)) return true;
    }
  }

  /**
   * Moves what lies in the classes' folders of `work` into those of the same name: all of it, or nothing.
   * @throws {ArgumentError} where a file of one of the names came there since `open`.
   */
  async takeIn(work: string): Promise<void> {
    const moved: string[] = [];
    try {
      for (const folder of await readdir(work)) {
        await mkdir(join(this.#path, folder), { recursive: true });
        for (const name of await readdir(join(work, folder))) {
          const to = join(this.#path, folder, name);
          if (await lstat(to).catch(() => null)) {
            throw new ArgumentError(`${to} came there while images were sorted: sort them again`);
          }
          await rename(join(work, folder, name), to);
          moved.push(to);
        }
      }
    } catch (error) {
      for (const path of moved) await rm(path, { force: true });
      throw error;
    }
  }
}

/** Whether a link leads to the image's file, or a file has its bytes. */
async function isSame(path: string, image: SortedImage): Promise<boolean> {
  if ((await lstat(path)).isSymbolicLink()) {
    const target = await realpath(path).catch(() => null);
    return "file" in image && target === (await realpath(image.file));
  }
  const bytes = "file" in image ? await readFile(image.file) : encodePng(image.raster);
  return (await readFile(path)).equals(bytes);
}
