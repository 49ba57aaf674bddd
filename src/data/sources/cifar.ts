/**
 * The binary files of CIFAR-10 and CIFAR-100 (https://www.cs.toronto.edu/~kriz/cifar.html): records of one label (of
 * 100 classes: a coarse one, then a fine one) and the red, green and blue planes of an image of 32 x 32.
 */
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../errors.js";
import { hasImageExtension } from "../formats.js";
import { concat, createImageSet, type ImageSet } from "../image_set.js";
import { innermost } from "../innermost.js";
import { requireMemory } from "../node/memory.js";
import { recordBlocks } from "../records.js";
import { registerSourceFormat } from "./format.js";

const SIDE = 32;
const AREA = SIDE * SIDE;

/** One of the two sets: how many labels lie before the pixels, and classes of each. */
interface CifarKind {
  readonly classes: readonly number[];
  readonly train: RegExp;
  readonly test: RegExp;
  /** The file with the names of the classes of the last label. */
  readonly names: string;
}

const CIFAR_10: CifarKind = {
  classes: [10],
  train: /^data_batch_\d+\.bin$/i,
  test: /^test_batch\.bin$/i,
  names: "batches.meta.txt",
};
const CIFAR_100: CifarKind = {
  classes: [20, 100],
  train: /^train\.bin$/i,
  test: /^test\.bin$/i,
  names: "fine_label_names.txt",
};
const KINDS = [CIFAR_10, CIFAR_100];

registerSourceFormat({
  title: "CIFAR's binary files",
  accepts: async ({ kind, path, size }) => {
    if (kind === "folder") return (await filesOf(await innermost(path))) !== null;
    return kind === "file" && /\.bin$/i.test(path) && kindOf(path, size) !== null;
  },
  open: async (path) => {
    const found = await stat(path);
    if (found.isFile()) return { train: await loadBatch(path, kindOf(path, found.size)!), test: null };
    const folder = await innermost(path);
    const files = await filesOf(folder);
    if (files === null) throw new DataError(`${path} lost its files of CIFAR: copy them again.`);
    const load = (name: string) => loadBatch(join(folder, name), files.kind);
    const train: ImageSet[] = [];
    for (const name of files.train) train.push(await load(name));
    const [test] = files.test;
    const whole = concat(train);
    return {
      train: createImageSet({ ...whole, source: path }),
      test: test === undefined ? null : createImageSet({ ...(await load(test)), source: path }),
    };
  },
});

/** By the file's name, else by the length of its records. */
function kindOf(path: string, size: number): CifarKind | null {
  const name = basename(path);
  const named = KINDS.find(({ train, test }) => train.test(name) || test.test(name));
  return named ?? KINDS.find((kind) => size > 0 && size % recordBytes(kind) === 0) ?? null;
}

const recordBytes = ({ classes }: CifarKind) => classes.length + 3 * AREA;

/**
 * The files of one of the sets; null where the folder has none of such names, or images beside them. Files that are no
 * whole number of records are taken for cut ones where nothing else is there, else for strange ones.
 */
async function filesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.map(({ name }) => name).sort();
  for (const kind of KINDS) {
    const train = names.filter((name) => kind.train.test(name));
    const test = names.filter((name) => kind.test.test(name));
    if (train.length === 0) continue;
    if (names.some(hasImageExtension)) return null;
    const sizes = await Promise.all([...train, ...test].map((name) => stat(join(folder, name))));
    const whole = sizes.every(({ size }) => size > 0 && size % recordBytes(kind) === 0);
    return whole || !entries.some((entry) => entry.isDirectory()) ? { kind, train, test } : null;
  }
  return null;
}

async function loadBatch(path: string, kind: CifarKind): Promise<ImageSet> {
  const bytes = recordBytes(kind);
  const { size } = await stat(path);
  const count = size / bytes;
  if (size === 0 || !Number.isInteger(count)) {
    throw new DataError(
      `${path} has ${size} bytes, no whole number of records of ${bytes}: it is cut short; download it again.`,
    );
  }
  const set = { count, height: SIDE, width: SIDE, channels: 3 } as const;
  requireMemory(set);
  const pixels = new Uint8Array(count * 3 * AREA);
  const labels = new Int32Array(count);
  let image = 0;
  for await (const block of recordBlocks(createReadStream(path), bytes)) {
    for (let at = 0; at < block.length; at += bytes, image++) {
      for (const [i, classes] of kind.classes.entries()) {
        if (block[at + i]! < classes) continue;
        throw new DataError(
          `${path}: record ${image} has label ${block[at + i]} of ${classes} classes: it is no file of CIFAR's, or damaged.`,
        );
      }
      const start = at + kind.classes.length;
      labels[image] = block[start - 1]!;
      const first = image * 3 * AREA;
      for (let i = 0; i < AREA; i++) {
        for (let plane = 0; plane < 3; plane++)
          pixels[first + 3 * i + plane] = block[start + plane * AREA + i]!;
      }
    }
  }
  return createImageSet({ ...set, pixels, labels, labelNames: await classNames(path, kind), source: path });
}

/** The names of the classes where the file beside the images has them. */
async function classNames(path: string, { classes, names }: CifarKind): Promise<string[] | null> {
  const text = await readFile(join(dirname(path), names), "utf8").catch(() => "");
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const found = lines.filter((line) => line !== "");
  return found.length === classes.at(-1) ? found : null;
}
