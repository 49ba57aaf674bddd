/** Sets of pictures with true masks, as `npm run data:sprites` makes them. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadImageFolder } from "../../data/folder.js";
import { evenly, type ImageSet, subset } from "../../data/image_set.js";
import { loadSharp } from "../../data/sharp.js";

/** Where the sets are. */
export const SETS = fileURLToPath(new URL("../../../.cache/segmentation/", import.meta.url));

export interface MaskedSet {
  readonly name: string;
  /** Folders of pictures and masks, whose files have the same paths. */
  readonly images: string;
  readonly masks: string;
}

/** The sets in a folder. */
export async function setsIn(folder: string): Promise<MaskedSet[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.includes("."))
    .map(({ name }) => name);
  if (names.length === 0) throw new Error(`${folder} holds no sets: run npm run data:sprites first`);
  return names
    .sort()
    .map((name) => ({ name, images: join(folder, name, "images"), masks: join(folder, name, "masks") }));
}

/** Pictures and true masks, [N, H, W], 0 and 1; `limit` of them at even distances. */
export async function readSet({ images, masks }: MaskedSet, limit?: number) {
  const [first] = (await readdir(images, { recursive: true })).filter((name) => name.endsWith(".png"));
  const { width, height } = await (await loadSharp())(join(images, first!)).metadata();
  const read = (folder: string, channels: 1 | 3) => loadImageFolder(folder, { width, height, channels });
  const few = (set: ImageSet) => (limit === undefined ? set : subset(set, evenly(set.count, limit)));
  const [pictures, truth] = [few(await read(images, 3)), few(await read(masks, 1))];
  if (pictures.names!.some((name, i) => name !== truth.names![i])) {
    throw new Error(`${masks} has other files than ${images}: run npm run data:sprites -- --again`);
  }
  return { pictures, truth: truth.pixels.map((value) => (value >= 128 ? 1 : 0)) };
}
