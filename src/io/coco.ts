/** Masks as COCO's files of annotations hold them (Lin et al., "Microsoft COCO: Common Objects in Context", 2014). */
import { ShapeError } from "../errors.js";
import { maskPolygons } from "./mask_polygons.js";
import { type RunLengths, runLengths } from "./run_lengths.js";

/** One image in COCO's format. */
export interface CocoImage {
  readonly id: number;
  readonly file_name: string;
  readonly width: number;
  readonly height: number;
}

/** One annotation in COCO's format: a region of an image, as polygons or as run lengths. */
export interface CocoAnnotation {
  readonly id: number;
  readonly image_id: number;
  readonly category_id: number;
  readonly segmentation: readonly (readonly number[])[] | RunLengths;
  /** In pixels. */
  readonly area: number;
  /** x and y of the upper left corner, width, height. */
  readonly bbox: Box;
  readonly iscrowd: 0;
}

/** x and y of the upper left corner, width, height, in pixels. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** The number of pixels of a region, and the box around them; null where it has none. */
export function regionBox(
  mask: ArrayLike<number>,
  width: number,
  region: number,
): { readonly area: number; readonly box: Box } | null {
  let [left, right, top, bottom, area] = [width, -1, 0, -1, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== region) continue;
    const [y, x] = [Math.floor(i / width), i % width];
    if (area++ === 0) top = y;
    bottom = y;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return area === 0 ? null : { area, box: [left, top, right - left + 1, bottom - top + 1] };
}

/**
 * Annotations of images, once with polygons and once with run lengths: a tool may take one of the two alone.
 *
 * ```ts
 * const coco = new CocoAnnotations(["foreground"]);
 * coco.add("a.jpg", mask, height, width, [1]);
 * await writeFile("coco.json", coco.polygons());
 * ```
 */
export class CocoAnnotations {
  readonly #categories: readonly string[];
  readonly #images: CocoImage[] = [];
  readonly #polygons: CocoAnnotation[] = [];
  readonly #runs: CocoAnnotation[] = [];

  /** @param categories names; numbers begin with 1 */
  constructor(categories: readonly string[]) {
    this.#categories = categories;
  }

  /**
   * Adds an image with one annotation for each region that has pixels.
   * @param mask the region of each pixel, [height, width]
   * @param regions the region that each category stands for
   * @throws {ShapeError} if the mask has another number of values than height times width.
   */
  add(
    name: string,
    mask: ArrayLike<number>,
    height: number,
    width: number,
    regions: readonly number[],
  ): void {
    if (mask.length !== height * width) {
      throw new ShapeError(
        `CocoAnnotations: ${mask.length} values, a mask of ${height} x ${width} has ${height * width}`,
      );
    }
    const image = { id: this.#images.length + 1, file_name: name, width, height };
    this.#images.push(image);
    for (const [category, region] of regions.entries()) {
      const found = regionBox(mask, width, region);
      if (found === null) continue;
      const own = new Uint8Array(mask.length);
      for (let i = 0; i < own.length; i++) own[i] = mask[i] === region ? 1 : 0;
      const annotation = {
        id: this.#polygons.length + 1,
        image_id: image.id,
        category_id: category + 1,
        area: found.area,
        bbox: found.box,
        iscrowd: 0,
      } as const;
      this.#polygons.push({ ...annotation, segmentation: maskPolygons(own, height, width) });
      this.#runs.push({ ...annotation, segmentation: runLengths(own, height, width) });
    }
  }

  /** The text of a file whose annotations are polygons. */
  polygons(): Generator<string> {
    return this.#file(this.#polygons);
  }

  /** The text of a file whose annotations are run lengths. */
  runs(): Generator<string> {
    return this.#file(this.#runs);
  }

  /** A line for each entry: one text of all may be longer than a string can be. */
  *#file(annotations: readonly CocoAnnotation[]): Generator<string> {
    const categories = this.#categories.map((name, i) => ({ id: i + 1, name, supercategory: "" }));
    const parts = { images: this.#images, annotations, categories };
    yield "{";
    for (const [i, [key, entries]] of Object.entries(parts).entries()) {
      yield `${i > 0 ? ",\n" : "\n"}"${key}": [`;
      for (const [k, entry] of entries.entries()) yield `${k > 0 ? ",\n" : "\n"}${JSON.stringify(entry)}`;
      yield "]";
    }
    yield "\n}\n";
  }
}
