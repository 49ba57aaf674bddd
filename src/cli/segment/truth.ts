/** True masks that a user gives, by the names of the images. */
import { join } from "node:path";
import { openDecoder, type WholeImage } from "../../data/decode.js";
import { findImages } from "../../data/walk.js";
import { DataError } from "../../errors.js";
import { counted } from "../../format.js";
import { stem } from "../../io/image_file_names.js";
import { type LabelMaps, type SegmentationScores, segmentationScores } from "../../metrics/segmentation.js";
import type { Output } from "../output.js";
import { printable } from "../printable.js";

/** Names of a list that are shown. */
const SHOWN = 10;
/** Colours of masks with a colour for each class at most; more come from photographs and lossy files. */
const MOST_COLOURS = 1024;

/** Compares masks with those of a folder, image by image as they are found. */
export class TrueMasks {
  readonly #folder: string;
  readonly #regions: number;
  readonly #files: ReadonlyMap<string, string>;
  readonly #colours = new Map<number, number>();
  readonly #truth: LabelMaps[] = [];
  readonly #found: LabelMaps[] = [];
  readonly #names: string[] = [];
  readonly #without: string[] = [];

  private constructor(folder: string, regions: number, files: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#regions = regions;
    this.#files = files;
  }

  /** @throws {DataError} if the folder cannot be read, holds no mask, or two of one name. */
  static async open(folder: string, regions: number): Promise<TrueMasks> {
    const { names } = await findImages(folder);
    if (names.length === 0)
      throw new DataError(`${folder} holds no masks: give a folder of PNG files, named as the images.`);
    const files = new Map<string, string>();
    for (const name of names) {
      const other = files.get(stem(name));
      if (other !== undefined) {
        throw new DataError(
          `${folder} holds two masks of one name, ${printable(`${other} and ${name}`)}: leave one of them.`,
        );
      }
      files.set(stem(name), name);
    }
    return new TrueMasks(folder, regions, files);
  }

  /**
   * Lists images without a mask and, where the images are all of their source, masks without an image.
   * @throws {DataError} where not one image has a mask.
   */
  check(images: readonly string[], all: boolean, out: Output): void {
    const known = new Set(images.map(stem));
    const without = images.filter((name) => !this.#files.has(stem(name)));
    const left = [...this.#files].filter(([own]) => !known.has(own)).map(([, name]) => name);
    if (without.length === images.length) {
      throw new DataError(
        `No mask in ${this.#folder} has the name of an image, such as ${printable(`${stem(images[0]!)}.png`)}; it holds ${printable(
          [...this.#files.values()].slice(0, 3).join(", "),
        )}: name masks as their images, in the same folders.`,
      );
    }
    this.#without.push(...without);
    list(out, counted(without.length, "image"), "without a true mask, left out of the scores", without);
    if (all) list(out, counted(left.length, "true mask"), "without an image", left);
  }

  /** Remembers what was found for an image that has a true mask. @throws {DataError} where the mask cannot be used. */
  async add(name: string, found: Omit<LabelMaps, "count">): Promise<void> {
    const file = this.#files.get(stem(name));
    if (file === undefined) return;
    const path = join(this.#folder, file);
    const decoder = await openDecoder({ maxPixels: Number.POSITIVE_INFINITY, range: "full" });
    const mask = await decoder.whole(path, 3).catch(async () => {
      throw new DataError(`The true mask ${path} cannot be used: ${await decoder.explain(path)}.`);
    });
    if (mask.height !== found.height || mask.width !== found.width) {
      throw new DataError(
        `The true mask ${path} has ${mask.width} x ${mask.height} pixels, its image ${found.width} x ${found.height}: give masks as large as the images.`,
      );
    }
    const size = { count: 1, height: mask.height, width: mask.width };
    this.#truth.push({ ...size, masks: this.#regions === 2 ? foreground(mask) : this.#byColour(mask) });
    this.#found.push({ ...size, masks: Uint8Array.from(found.masks) });
    this.#names.push(name);
  }

  /** Each colour of all masks is a class. */
  #byColour({ pixels, channels, height, width }: WholeImage): Uint16Array {
    return Uint16Array.from({ length: height * width }, (_, i) => {
      const at = i * channels;
      const colour = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
      const known = this.#colours.get(colour) ?? this.#colours.size;
      this.#colours.set(colour, known);
      if (known < MOST_COLOURS) return known;
      throw new DataError(
        `The masks in ${this.#folder} have more than ${MOST_COLOURS} colours: give a colour to each region, in PNG files, which keep it.`,
      );
    });
  }

  /** What the comparison came to. */
  scores(): TruthScores {
    const scores = segmentationScores(this.#truth, this.#found, { match: this.#regions !== 2 });
    return { scores, images: this.#names, without: this.#without };
  }
}

export interface TruthScores {
  readonly scores: SegmentationScores;
  /** Images that were compared. */
  readonly images: readonly string[];
  /** Images without a true mask. */
  readonly without: readonly string[];
}

/** What is at least half as bright as the brightest pixel: of masks of 0 and 1, of 0 and 255, and of a palette. */
function foreground({ pixels, channels, height, width }: WholeImage): Uint8Array {
  const brightness = (i: number) =>
    Math.max(pixels[i * channels]!, pixels[i * channels + 1]!, pixels[i * channels + 2]!);
  let brightest = 0;
  for (let i = 0; i < height * width; i++) brightest = Math.max(brightest, brightness(i));
  return Uint8Array.from({ length: height * width }, (_, i) =>
    brightest > 0 && brightness(i) >= brightest / 2 ? 1 : 0,
  );
}

function list(out: Output, count: string, what: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const rest = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : "";
  out.warn(`${count} ${what}: ${printable(names.slice(0, SHOWN).join(", "))}${rest}`);
}
