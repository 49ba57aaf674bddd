/** Known classes, for measuring a clustering: from folder names, or from a file of labels. */
import { readFile } from "node:fs/promises";
import { DataError } from "../errors.js";
import { readIdx } from "./idx.js";
import { createImageSet, type ImageSet } from "./image_set.js";

/** One class index per image, and the names that the indices stand for. */
export interface Labels {
  labels: Int32Array;
  labelNames: string[];
}

/** First fields by which a line is known as a header and not a label. */
const NAME_COLUMNS = ["name", "file", "filename", "path", "image", "id"];
const LABEL_COLUMNS = ["label", "class", "target", "category", "y"];

/**
 * Labels each image with the top-level folder it lies in: `cat/1.png` and `cat/old/2.png` are
 * of class "cat". Classes are numbered in the order of their sorted names.
 *
 * @throws DataError if the images have no names, or one lies in no folder.
 */
export function labelsFromFolders(set: ImageSet): ImageSet {
  if (set.names === null) {
    throw new DataError(
      `Images of ${set.source} are not files in folders, so folders cannot label them: give a file of labels.`,
    );
  }
  const classes = set.names.map((name) => {
    const slash = name.indexOf("/");
    if (slash > 0) return name.slice(0, slash);
    throw new DataError(
      `${name} lies in ${set.source} itself: move each image into a folder named after its class, ` +
        "or give a file of labels.",
    );
  });
  return createImageSet({ ...set, ...numberClasses(classes) });
}

/**
 * Reads the labels of images from a file, which may be
 * - one label per line, in the order of the images;
 * - CSV with a name and a label per line, in any order, extra lines allowed (`images` must be
 *   names). Without a header the columns are name, label; with one, they are found by title
 *   (such as `file` and `class`);
 * - an IDX file of labels, whose values are kept as they are.
 *
 * Text labels become indices into `labelNames`, sorted as numbers if all are integers, else
 * by code unit.
 *
 * @param images the images' names, or only how many there are
 * @throws DataError if the file cannot be read, or does not hold one label for each image.
 */
export async function loadLabels(path: string, images: readonly string[] | number): Promise<Labels> {
  const count = typeof images === "number" ? images : images.length;
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new DataError(`The file of labels ${path} cannot be read: check the path and its permissions.`, {
      cause: error,
    });
  });
  if (isIdx(bytes)) return fromIdx(path, count);
  const rows = parseCsv(bytes.toString("utf8"));
  const { nameColumn, labelColumn, body } = findColumns(path, rows);
  if (nameColumn === null) {
    requireCount(path, body.length, count);
    return numberClasses(body.map((row) => row[labelColumn]!));
  }
  if (typeof images === "number") {
    throw new DataError(
      `${path} names the image of each label, but these images have no names: give one label per line, in their order.`,
    );
  }
  const byName = new Map(body.map((row) => [row[nameColumn]!, row[labelColumn]!]));
  const missing = images.filter((name) => !byName.has(name));
  if (missing.length > 0) {
    throw new DataError(
      `${path} holds ${byName.size} labels for ${count} images, and none for ${missing.length} of them, ` +
        `such as ${missing[0]}: name images relative to the folder, with forward slashes.`,
    );
  }
  return numberClasses(images.map((name) => byName.get(name)!));
}

function requireCount(path: string, found: number, count: number): void {
  if (found === count) return;
  throw new DataError(
    `${path} holds ${found} labels for ${count} images: give one for each image, in their order, ` +
      "or a CSV of name and label (files that were skipped have no place in the order).",
  );
}

/** Whether the bytes begin like IDX or gzip; no text does. */
function isIdx(bytes: Buffer): boolean {
  return (bytes[0] === 0 && bytes[1] === 0) || (bytes[0] === 0x1f && bytes[1] === 0x8b);
}

async function fromIdx(path: string, count: number): Promise<Labels> {
  const { shape, data } = await readIdx(path);
  if (shape.length !== 1) {
    throw new DataError(
      `${path} has shape [${shape.join(", ")}], labels have one dimension: give a file of labels.`,
    );
  }
  requireCount(path, data.length, count);
  const classes = data.reduce((largest, label) => Math.max(largest, label), -1) + 1;
  return { labels: Int32Array.from(data), labelNames: Array.from({ length: classes }, (_, i) => String(i)) };
}

interface Columns {
  /** Null where lines hold nothing but a label. */
  nameColumn: number | null;
  labelColumn: number;
  /** The rows without the header, each with the fields that the columns point at. */
  body: string[][];
}

function findColumns(path: string, rows: string[][]): Columns {
  const first = rows[0];
  if (!first) throw new DataError(`${path} is empty: give one label per line, or a CSV of name and label.`);
  const titles = first.map((field) => field.trim().toLowerCase());
  const titled = titles.findIndex((title) => LABEL_COLUMNS.includes(title));
  const named = titles.findIndex((title) => NAME_COLUMNS.includes(title));
  // A lone "y" or "class" is a header only above other lines: it could be the only label.
  const header = titled >= 0 && rows.length > 1 && (titles.length === 1 || named >= 0);
  if (!header && first.length > 2) {
    throw new DataError(
      `${path} has ${first.length} columns and no header that tells them apart: ` +
        "begin it with a line such as `name,label`, or keep those two columns.",
    );
  }
  const columns = header
    ? { nameColumn: named >= 0 ? named : null, labelColumn: titled, body: rows.slice(1) }
    : { nameColumn: first.length === 2 ? 0 : null, labelColumn: first.length - 1, body: rows };
  const needed = Math.max(columns.nameColumn ?? 0, columns.labelColumn) + 1;
  const short = rows.findIndex((row) => row.length < needed);
  if (short >= 0) {
    throw new DataError(
      `${path}: line ${short + 1} has ${rows[short]!.length} of ${needed} fields: mend or remove it.`,
    );
  }
  return columns;
}

/**
 * Comma-separated fields as RFC 4180 has them: fields in double quotes may hold commas, line
 * ends and doubled quotes. Blank lines are left out; a stray quote stands for itself.
 */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, quoted or plain, then what ends it: this matches at any place in any text.
  const field = /(?:"([^"]*(?:""[^"]*)*)"(?=[,\r\n]|$)|([^,\r\n]*))(,|\r\n|\n|\r|$)/gy;
  const body = text.replace(/^\uFEFF/, "");
  while (field.lastIndex < body.length) {
    const [, quoted, plain, end] = field.exec(body)!;
    row.push(quoted === undefined ? plain!.trim() : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push([...row, ""]);
  return rows;
}

/** Class indices for class names. */
function numberClasses(classes: readonly string[]): Labels {
  const distinct = [...new Set(classes)];
  const labelNames = distinct.every((name) => /^-?\d+$/.test(name))
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort();
  const indexOf = new Map(labelNames.map((name, index) => [name, index]));
  return { labels: Int32Array.from(classes, (name) => indexOf.get(name)!), labelNames };
}
