/** What `skein segment` writes for each image, as it is found. */
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureFolder, writeFileAtomically, writeRefusal } from "../../io/atomic_file.js";
import { CocoAnnotations, regionBox } from "../../io/coco.js";
import { type CsvValue, writeCsv } from "../../io/csv.js";
import { outputStems } from "../../io/image_file_names.js";
import { cutOutPicture, type MaskedImage, maskPicture, overlayPicture } from "../../report/mask_pictures.js";
import { encodeLargePng, type Raster } from "../../report/png.js";
import { round } from "../assignments.js";
import type { SegmentFile, SegmentFolder } from "./folder.js";

/** An image, its mask, and how sure the mask is. */
export interface SegmentedImage extends MaskedImage {
  readonly name: string;
  readonly confidence: number;
}

/** What the table says of an image. */
export interface RegionRow {
  readonly place: number;
  readonly name: string;
  readonly confidence: number;
  /** The foreground's share of the pixels; null where there are more than two regions. */
  readonly share: number | null;
}

export class SegmentWriter {
  readonly #folder: SegmentFolder;
  readonly #stems: readonly string[];
  readonly #coco: CocoAnnotations;
  /** The regions that are objects. */
  readonly #regions: readonly number[];
  readonly #table: CsvValue[][] = [];
  readonly #signal: AbortSignal;
  readonly #made = new Set<string>();
  readonly rows: RegionRow[] = [];
  /** The files of masks, in their folder. */
  readonly pictures: string[] = [];
  /** Images that have a cut-out: their places, and the file's name in its folder. */
  readonly cutOuts: { readonly place: number; readonly file: string }[] = [];

  /**
   * @param names of all images
   * @param regionNames null where regions have none
   * @param signal ends the drawing of a picture
   */
  constructor(
    folder: SegmentFolder,
    names: readonly string[],
    regions: number,
    regionNames: readonly string[] | null,
    signal: AbortSignal,
  ) {
    this.#signal = signal;
    this.#folder = folder;
    this.#stems = outputStems(names);
    this.#regions = regionNames ? [1] : Array.from({ length: regions }, (_, region) => region);
    const titles = this.#regions.map((region) => regionNames?.[region] ?? `region ${region}`);
    this.#coco = new CocoAnnotations(titles);
  }

  /** Writes the mask, the overlay and the cut-out of one image. */
  async add(place: number, image: SegmentedImage): Promise<void> {
    const { name, mask, height, width, confidence, regions } = image;
    const file = `${this.#stems[place]}.png`;
    this.pictures.push(file);
    await this.#picture("masks", file, maskPicture(image));
    await this.#picture("overlays", file, overlayPicture(image));
    this.#coco.add(name, mask, height, width, this.#regions);
    let share: number | null = regions === 2 ? 0 : null;
    for (const region of this.#regions) {
      const found = regionBox(mask, width, region);
      const area = found?.area ?? 0;
      const box = found?.box ?? ["", "", "", ""];
      this.#table.push([
        name,
        region,
        area,
        round(area / mask.length),
        ...box,
        width,
        height,
        round(confidence),
      ]);
      if (regions !== 2 || found === null) continue;
      share = area / mask.length;
      await this.#picture("cutouts", file, cutOutPicture(image, found.box));
      this.cutOuts.push({ place, file });
    }
    this.rows.push({ place, name, confidence, share });
  }

  /** Writes the files about all images. */
  async finish(): Promise<void> {
    const columns = ["image", "region", "area", "share", "left", "top", "width", "height"];
    const more = ["image_width", "image_height", "confidence"];
    await writeCsv(this.#at("regions.csv"), [...columns, ...more], this.#table);
    await writeFileAtomically(this.#at("coco_polygons.json"), this.#coco.polygons());
    await writeFileAtomically(this.#at("coco_rle.json"), this.#coco.runs());
  }

  #at(file: SegmentFile): string {
    return join(this.#folder.work, file);
  }

  async #picture(kind: SegmentFile, file: string, picture: Raster): Promise<void> {
    const path = join(this.#at(kind), file);
    const parent = dirname(path);
    if (!this.#made.has(parent)) await ensureFolder(parent);
    this.#made.add(parent);
    // All of them are renamed together at the end: none needs to be whole before.
    const bytes = await encodeLargePng(picture, this.#signal);
    await writeFile(path, bytes).catch((error) => {
      throw writeRefusal(path, error);
    });
  }
}
