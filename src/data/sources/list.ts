/** A table of paths, with labels or without. */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { DataError, excerpt } from "../../errors.js";
import { decodeImages, limited, noImages } from "../folder.js";
import { hasImageExtension } from "../formats.js";
import { notAFile } from "../image_bytes.js";
import { filesAt, pathOf } from "../image_files.js";
import { createImageSet, type SkippedFile } from "../image_set.js";
import { LABEL_COLUMNS, numberClasses } from "../labels.js";
import { type Row, readTable } from "../table.js";
import { registerSourceFormat } from "./format.js";

const NAME = /\.(csv|tsv|txt|lst)$/i;
/** Titles of the column of paths, the plainest first. */
const PATH_COLUMNS = [
  "path",
  "filepath",
  "file_path",
  "image_path",
  "filename",
  "file_name",
  "file",
  "image_name",
  "image",
  "img",
  "name",
  "id",
];

registerSourceFormat({
  title: "a CSV of image paths",
  accepts: async ({ kind, path }) => kind === "file" && NAME.test(path) && (await namesImages(path)),
  open: async (path, options) => {
    const folder = dirname(path);
    const { files, skipped, repeated } = await readList(path, folder);
    const names = limited([...files.keys()], options.limit);
    if (names.length === 0) throw noImages(path, skipped);
    const set = await decodeImages(filesAt(folder, names), path, options, skipped);
    // A file of several frames has its label for each of them.
    const labelOf = (name: string) => files.get(name) ?? files.get(name.replace(/#\d+$/, ""));
    const labels = set.names!.flatMap((name) => labelOf(name) ?? []);
    const labelled = labels.length === set.count;
    return {
      train: createImageSet({ ...set, repeated, ...(labelled && numberClasses(labels)) }),
      test: null,
    };
  },
});

/** Whether the first line is a header with a column of paths, or begins with the name of an image. */
async function namesImages(path: string): Promise<boolean> {
  try {
    for await (const [first] of readTable(path)) {
      if (first) return columnsOf(first).header || hasImageExtension(first.fields[0]!);
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
  return false;
}

interface Columns {
  readonly header: boolean;
  readonly path: number;
  /** -1 where there is none. */
  readonly label: number;
}

/** By titles; without them paths come first, and labels second. */
function columnsOf({ fields }: Row): Columns {
  const titles = fields.map((field) => field.trim().toLowerCase());
  const title = PATH_COLUMNS.find((column) => titles.includes(column));
  if (title === undefined) return { header: false, path: 0, label: fields.length > 1 ? 1 : -1 };
  const label = titles.findIndex((column) => LABEL_COLUMNS.includes(column));
  return { header: true, path: titles.indexOf(title), label };
}

/** The files by the names that they have in the list, each with its label or null; a file counts once. */
async function readList(list: string, folder: string) {
  const files = new Map<string, string | null>();
  const skipped: SkippedFile[] = [];
  const known = new Map<string, { name: string; line: number }>();
  let columns: Columns | null = null;
  let repeated = 0;
  for await (const rows of readTable(list)) {
    for (const row of rows) {
      if (columns === null) {
        columns = columnsOf(row);
        if (columns.header) continue;
      }
      const { fields, line } = row;
      const name = fields[columns.path]?.replaceAll("\\", "/") ?? "";
      const label = columns.label < 0 ? null : (fields[columns.label] ?? "");
      if (name === "" || label === "") {
        throw new DataError(
          `${list}: line ${line} has no ${name === "" ? "path" : "label"}: complete or remove it.`,
        );
      }
      const found = await stat(pathOf(folder, name), { bigint: true }).catch(() => null);
      if (!found?.isFile()) {
        const reason = `line ${line}: ${found ? notAFile(found) : "no such file"} (paths are relative to the list)`;
        skipped.push({ name, reason });
        continue;
      }
      const identity = found.ino === 0n ? name : `${found.dev}:${found.ino}`;
      const earlier = known.get(identity);
      if (earlier === undefined) {
        known.set(identity, { name, line });
        files.set(name, label);
        continue;
      }
      if (files.get(earlier.name) !== label) {
        throw new DataError(
          `${list} gives ${excerpt(name)} two labels, on line ${earlier.line} and on line ${line}: keep one of them.`,
        );
      }
      repeated++;
    }
  }
  return { files, skipped, repeated };
}
