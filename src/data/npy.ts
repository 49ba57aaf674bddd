/** NumPy's array files (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), as images and labels. */
import { DataError, excerpt } from "../errors.js";
import type { ImageSetInit } from "./image_set.js";
import { requireMemory } from "./node/memory.js";
import { recordBlocks } from "./records.js";
import {
  autoRange,
  type RangeOption,
  rangeOf,
  requireRange,
  type SampleRange,
  type SampleType,
} from "./samples.js";

/** A file, or a file in an .npz, that can be read more than once. */
export interface NpyFile {
  /** For messages. */
  readonly path: string;
  /** Bytes of the whole file. */
  readonly size: number;
  stream(): AsyncIterable<Buffer>;
}

/** An array whose values are still in its file. */
export interface NpyArray {
  readonly file: NpyFile;
  readonly shape: readonly number[];
  readonly type: NumberType;
  readonly fortran: boolean;
  /** Where the values begin. */
  readonly start: number;
}

/** A type of numbers in one byte order. */
interface NumberType {
  /** As NumPy writes it, such as "<f4". */
  readonly name: string;
  readonly kind: "boolean" | "integer" | "float";
  readonly bytes: number;
  read(view: DataView, at: number, little: boolean): number;
}

const TYPES: Record<string, Omit<NumberType, "name" | "bytes">> = {
  b1: { kind: "boolean", read: (view, at) => view.getUint8(at) },
  u1: { kind: "integer", read: (view, at) => view.getUint8(at) },
  i1: { kind: "integer", read: (view, at) => view.getInt8(at) },
  u2: { kind: "integer", read: (view, at, little) => view.getUint16(at, little) },
  i2: { kind: "integer", read: (view, at, little) => view.getInt16(at, little) },
  u4: { kind: "integer", read: (view, at, little) => view.getUint32(at, little) },
  i4: { kind: "integer", read: (view, at, little) => view.getInt32(at, little) },
  u8: { kind: "integer", read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i8: { kind: "integer", read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  f2: { kind: "float", read: (view, at, little) => float16(view.getUint16(at, little)) },
  f4: { kind: "float", read: (view, at, little) => view.getFloat32(at, little) },
  f8: { kind: "float", read: (view, at, little) => view.getFloat64(at, little) },
};

export const NPY_MAGIC = "\x93NUMPY";
/** Headers of arrays that hold images are far shorter. */
const MAX_HEADER = 1 << 16;

/** Reads the header. @throws {DataError} where it is damaged, or the array is of a type that is not read. */
export async function readNpy(file: NpyFile): Promise<NpyArray> {
  const { path } = file;
  const chunks: Buffer[] = [];
  let held = 0;
  for await (const chunk of file.stream()) {
    chunks.push(chunk);
    held += chunk.length;
    if (held >= MAX_HEADER) break;
  }
  const bytes = Buffer.concat(chunks, held);
  if (bytes.length < 12 || bytes.toString("latin1", 0, 6) !== NPY_MAGIC) {
    throw new DataError(`${path} is not a NumPy array: save it with numpy.save.`);
  }
  const long = bytes[6]! > 1;
  const begin = long ? 12 : 10;
  const start = begin + (long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString("latin1", begin, start);
  const [, descr] = /'descr':\s*'([^']*)'/.exec(header) ?? [];
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(header) ?? [];
  const [, sizes] = /'shape':\s*\(([\d,\sL]*)\)/.exec(header) ?? [];
  if (start > bytes.length || fortran === undefined || sizes === undefined) {
    throw new DataError(`${path} has a damaged header: save the array again with numpy.save.`);
  }
  const shape = sizes.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number.parseInt(size, 10)]));
  const [, order = "", code = ""] = /^([<>|=])?(\w+)$/.exec(descr ?? "") ?? [];
  const known = TYPES[code];
  if (known === undefined) {
    const what = descr === undefined ? "records" : `type ${excerpt(descr)}`;
    throw new DataError(`${path} holds ${what}: save an array of uint8 or float32, with array.astype.`);
  }
  const width = Number(code[1]);
  const read = known.read;
  const little = order !== ">";
  const type: NumberType = { ...known, name: code, bytes: width, read: (view, at) => read(view, at, little) };
  const expected = start + shape.reduce((product, size) => product * size, width);
  if (expected !== file.size) {
    throw new DataError(
      `${path}: the header says [${shape.join(", ")}] of ${code}, which takes ${expected} bytes, but the file has ` +
        `${file.size}: it is cut short or damaged; save or download it again.`,
    );
  }
  return { file, shape, type, fortran: fortran === "True", start };
}

/** How an array's numbers lie in images. */
export interface ImageLayout {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Whether each channel is a picture of its own, as PyTorch has it. */
  readonly channelsFirst: boolean;
}

/** The images of an array of shape [N, H, W], [N, H, W, C] or [N, C, H, W], or why they are none. */
export function imageLayout({ shape, fortran }: Pick<NpyArray, "shape" | "fortran">): ImageLayout | string {
  const [count = 0, a = 0, b = 0, c = 1] = shape;
  const given = `shape [${shape.join(", ")}]`;
  const ask = "give [count, height, width], or a fourth dimension of 1 or 3 channels";
  if (shape.length !== 3 && shape.length !== 4) return `${given}: ${ask}`;
  if (shape.includes(0)) return `${given} and so no pixels: give an array with images`;
  if (shape.length === 3 && (b === 3 || b === 4)) return `${given}, which looks like one image: ${ask}`;
  if (fortran) return `its columns one after the other: save numpy.ascontiguousarray(array)`;
  if (c === 1 || c === 3) return { count, height: a, width: b, channels: c, channelsFirst: false };
  if (a === 1 || a === 3) return { count, height: b, width: c, channels: a, channelsFirst: true };
  return `${given}: ${ask}`;
}

/**
 * The images of an array as bytes. Those of uint8 are taken as they are, booleans are black and white; for other
 * types `range` says which values become 0 and 255, integers of any width that fit 16 bits being taken as those.
 *
 * @throws DataError if the array is none of images, or does not fit into memory.
 */
export async function npyImages(
  array: NpyArray,
  range: RangeOption = "auto",
): Promise<Pick<ImageSetInit, "count" | "height" | "width" | "channels" | "pixels" | "range">> {
  requireRange(range);
  const { file, type, start } = array;
  const layout = imageLayout(array);
  if (typeof layout === "string") throw new DataError(`${file.path} has ${layout}.`);
  const { count, height, width, channels } = layout;
  const size = { count, height, width, channels };
  requireMemory(size);
  const values = height * width * channels;
  const plain = type.name === "u1" || type.kind === "boolean";
  const scale = plain ? null : await scaleOf(array, range);
  const pixels = new Uint8ClampedArray(count * values);
  const place = placesOf(layout);
  let image = 0;
  for await (const block of recordBlocks(file.stream(), values * type.bytes, start)) {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    for (let at = 0; at < block.length; image++) {
      const first = image * values;
      for (let i = 0; i < values; i++, at += type.bytes) {
        const value = type.read(view, at, true);
        // A Uint8ClampedArray rounds and clips.
        const byte = scale === null ? value : (value - scale.low) * scale.factor;
        pixels[first + (place === null ? i : place[i]!)] = type.kind === "boolean" ? value * 255 : byte;
      }
    }
  }
  const bytes = new Uint8Array(pixels.buffer);
  return { ...size, pixels: bytes, range: scale === null ? range : scale.range };
}

/** Where each number of an image belongs, or null where all lie there already. */
function placesOf({ height, width, channels, channelsFirst }: ImageLayout): Uint32Array | null {
  if (!channelsFirst || channels === 1) return null;
  const area = height * width;
  return Uint32Array.from(
    { length: area * channels },
    (_, i) => (i % area) * channels + Math.floor(i / area),
  );
}

interface Scale {
  readonly low: number;
  readonly factor: number;
  readonly range: RangeOption;
}

async function scaleOf(array: NpyArray, range: RangeOption): Promise<Scale> {
  const [low, high] = await extremesOf(array);
  const whole = array.type.kind === "integer" && low >= 0;
  const type: SampleType = whole ? (high < 2 ** 16 ? "uint16" : "uint32") : "float32";
  const found = range === "auto" ? autoRange(type, low, high) : rangeOf(range, type);
  if (found === null) {
    throw new DataError(
      `${array.file.path} holds ${type} numbers, and no range is known for them: save it as uint8.`,
    );
  }
  const kept = range === "auto" ? { [type]: found } : range;
  return { low: found[0], factor: 255 / (found[1] - found[0]), range: kept };
}

async function extremesOf({ file, type, start }: NpyArray): Promise<SampleRange> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const block of recordBlocks(file.stream(), type.bytes, start)) {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    for (let at = 0; at < block.length; at += type.bytes) {
      const value = type.read(view, at, true);
      if (!Number.isFinite(value)) {
        throw new DataError(
          `${file.path} holds values that are not finite numbers (NaN or infinity): replace them.`,
        );
      }
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Whether an array can be the labels of `count` images: whole numbers, [count] or [count, 1]. */
export function mayBeLabels({ shape, type }: NpyArray, count: number): boolean {
  const [rows, columns = 1] = shape;
  return type.kind === "integer" && shape.length <= 2 && rows === count && columns === 1;
}

/** The values of an array of labels. @throws {DataError} for one that is no class index. */
export async function npyLabels({ file, type, start, shape }: NpyArray): Promise<Int32Array> {
  const labels = new Int32Array(shape[0]!);
  let next = 0;
  for await (const block of recordBlocks(file.stream(), type.bytes, start)) {
    const view = new DataView(block.buffer, block.byteOffset, block.length);
    for (let at = 0; at < block.length; at += type.bytes) {
      const label = type.read(view, at, true);
      if (label < 0 || label > 0x7fffffff) {
        throw new DataError(`${file.path} holds label ${label}: give labels of 0 or more.`);
      }
      labels[next++] = label;
    }
  }
  return labels;
}

/** IEEE 754 half precision, by its 16 bits. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The beginning of a file of float32 values of a shape, which follow row by row (version 1.0 of the format). */
export function npyHeader(shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  // Magic, version and length take 10 bytes; values begin at a multiple of 64.
  const length = 64 * Math.ceil((10 + dictionary.length + 1) / 64) - 10;
  const header = Buffer.alloc(10 + length, " ");
  header.write(NPY_MAGIC, 0, "latin1");
  header.set([1, 0], 6);
  header.writeUInt16LE(length, 8);
  header.write(dictionary, 10, "latin1");
  header.write("\n", 9 + length, "latin1");
  return header;
}
