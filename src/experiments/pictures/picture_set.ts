/** Sets of pictures that `npm run data:pictures` made: a folder for each set, and in it one for each class. */
import { open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadImageFolder } from "../../data/folder.js";
import { type ImageSet, subset } from "../../data/image_set.js";
import { labelsFromFolders } from "../../data/labels.js";

/** Where the sets are. */
export const PICTURES = fileURLToPath(new URL("../../../.cache/pictures/", import.meta.url));

export interface PictureSet {
  readonly name: string;
  readonly folder: string;
  readonly classes: number;
  readonly count: number;
}

/** The sets in a folder with their numbers of pictures and classes, small sets first. */
export async function picturesIn(folder: string): Promise<PictureSet[]> {
  const foldersOf = async (parent: string) =>
    (await readdir(parent, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && !entry.name.includes("."))
      .map(({ name }) => name)
      .sort();
  const found: PictureSet[] = [];
  for (const name of await foldersOf(folder).catch(() => [])) {
    const classes = await foldersOf(join(folder, name));
    const counts = await Promise.all(
      classes.map(async (each) => (await readdir(join(folder, name, each))).length),
    );
    const count = counts.reduce((sum, each) => sum + each, 0);
    found.push({ name, folder: join(folder, name), classes: classes.length, count });
  }
  if (found.length === 0) throw new Error(`${folder} holds no sets: run npm run data:pictures first`);
  return found.sort((a, b) => a.count - b.count);
}

/** The pictures of one set, square, with labels, one class after the other. */
export async function readPictures(folder: string, side: number): Promise<ImageSet> {
  return labelsFromFolders(await loadImageFolder(folder, { height: side, width: side }));
}

/** The same pictures in the order of their files' names, whatever their folders. */
export function byFileName(set: ImageSet): ImageSet {
  const names = set.names!.map((name) => basename(name));
  const order = Array.from(names.keys()).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  return subset(set, order);
}

/** 32 where the first picture is at most 32 pixels high, else 64. */
export async function sideOf(folder: string): Promise<number> {
  const [first] = (await readdir(folder)).sort();
  const [picture] = (await readdir(join(folder, first!))).sort();
  await using file = await open(join(folder, first!, picture!));
  // A PNG file's rows are at byte 20.
  const { buffer } = await file.read(Buffer.alloc(24), 0, 24);
  return buffer.readUInt32BE(20) <= 32 ? 32 : 64;
}
