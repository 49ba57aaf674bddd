/** Per-class folders of links, copies or pictures, which appear all at once. */
import { constants } from "node:fs";
import {
  access,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { hasImageExtension } from "../data/formats.js";
import { ArgumentError, SkeinError } from "../errors.js";
import { classFolders, FreeNames } from "../io/node/file_names.js";
import { liesIn } from "../io/node/real_paths.js";
import { StagedFolder } from "../io/node/staged_folder.js";
import { encodePng } from "../report/png.js";
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
  readonly staged: StagedFolder;
  readonly manner: SortManner;
  /** The folder of each class. */
  readonly folders: readonly string[];
  /** What is in the target already, where images join it. */
  readonly earlier: SortedFolder | null;
}

export class Sorter {
  readonly #claim: Claim;
  readonly #names = new FreeNames();
  readonly #folders = new Set<string>();

  private constructor(claim: Claim) {
    this.#claim = claim;
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
    for (const source of sources) {
      const found = await stat(source).catch(() => null);
      if (found?.isDirectory() && (await liesIn(given, source))) {
        throw new ArgumentError(
          `--sort-into ${given} lies in ${source}, whose images would be counted twice from then on: name a folder elsewhere`,
        );
      }
      if (found && (await liesIn(source, given))) {
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
    const folders = classFolders(clusters, names);
    const staged = await StagedFolder.open(given).catch((error) => {
      throw refusal(given, manner, error);
    });
    try {
      const earlier = add ? await SortedFolder.open(staged.target, given, folders) : null;
      const sorter = new Sorter({ staged, manner, folders, earlier });
      await sorter.#tryOut();
      return sorter;
    } catch (error) {
      await staged.discard();
      throw refusal(given, manner, error);
    }
  }

  /**
   * Puts an image into the folder of its class, and resolves with false where it lies there already. Images of one name
   * get numbers.
   */
  async add(cluster: number, image: SortedImage): Promise<boolean> {
    const { manner, folders, earlier } = this.#claim;
    const { work } = this.#claim.staged;
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
    const { staged, earlier } = this.#claim;
    // Fails where anything came into the folder since it was checked.
    await this.#guard(() => (earlier ? earlier.takeIn(staged.work) : staged.finish()));
  }

  /** Takes back what was written, unless it was finished, and lets others in. */
  async discard(): Promise<void> {
    await this.#claim.staged.discard();
  }

  /** What `finish` and the first image need: that the target may be renamed over, and links may be made. */
  async #tryOut(): Promise<void> {
    await this.#guard(async () => {
      const [there, beside] = await Promise.all([
        stat(this.#claim.staged.target).catch(() => null),
        stat(dirname(this.#claim.staged.target)),
      ]);
      if (there && there.dev !== beside.dev) {
        throw new ArgumentError(
          `--sort-into ${this.#claim.staged.target} is a mounted disk: name a folder in it`,
        );
      }
      if (there) await access(this.#claim.staged.target, constants.W_OK);
      if (this.#claim.manner === "copy") return;
      const probe = join(this.#claim.staged.work, "link");
      await symlink(this.#claim.staged.work, probe);
      await readlink(probe);
      await rm(probe);
    });
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      throw refusal(this.#claim.staged.target, this.#claim.manner, error);
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

/** The name of a picture that has no file; names in an archive are paths, and have the ending of another format. */
function rasterName(name: string): string {
  const plain = name.replace(/[/\\\0]/g, "-");
  return `${hasImageExtension(plain) ? plain.slice(0, -extname(plain).length) : plain}.png`;
}
