/** What a TIFF file says about a page: read here because the decoder draws what it does not understand. */
import type { ImageBytes } from "./image_bytes.js";
import type { SampleType } from "./samples.js";

/** Facts of a page's directory. */
export interface TiffFacts {
  readonly bits: number;
  /** 1 unsigned, 2 signed, 3 float, 4 undefined, 5 and 6 complex. */
  readonly sampleFormat: number;
  readonly samples: number;
  readonly photometric: number;
  readonly compression: number;
  readonly extraSamples: readonly number[];
  /** Whether the file is a camera's raw data in TIFF's clothes. */
  readonly cameraRaw: boolean;
}

const TAG = {
  bits: 258,
  compression: 259,
  photometric: 262,
  samples: 277,
  extraSamples: 338,
  sampleFormat: 339,
  dngVersion: 50706,
} as const;

/** Bytes of a value of each field type that can hold one of the tags above. */
const TYPE_BYTES: Record<number, number> = { 1: 1, 3: 2, 4: 4, 16: 8 };
const MAX_ENTRIES = 4096;
const MAX_VALUES = 16;

/** Reads the directory of a page, from 0, or returns null where it cannot be read: the decoder then says why. */
export async function readTiffFacts(file: ImageBytes, page = 0): Promise<TiffFacts | null> {
  const read = async (position: number, length: number): Promise<DataView | null> => {
    if (!Number.isSafeInteger(position)) return null;
    const bytes = await file.read(position, length);
    return bytes.length === length ? new DataView(bytes.buffer, bytes.byteOffset, length) : null;
  };
  const header = await read(0, 16);
  if (header === null) return null;
  const little = header.getUint16(0) === 0x4949;
  const big = header.getUint16(2, little) === 43;
  const word = (view: DataView, at: number): number =>
    big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  const [countBytes, entryBytes, inline] = big ? [8, 20, 8] : [2, 12, 4];
  /** The entries of the directory at `start`, and where the next one is. */
  const directoryAt = async (start: number) => {
    const counted = await read(start, countBytes);
    if (counted === null) return null;
    const entries = big ? word(counted, 0) : counted.getUint16(0, little);
    if (entries < 1 || entries > MAX_ENTRIES) return null;
    const view = await read(start + countBytes, entries * entryBytes);
    const after = await read(start + countBytes + entries * entryBytes, inline);
    return view && { view, entries, next: after === null ? 0 : word(after, 0) };
  };
  let found = await directoryAt(word(header, big ? 8 : 4));
  for (let skipped = 0; skipped < page && found !== null; skipped++) found = await directoryAt(found.next);
  if (found === null) return null;
  const { view: directory, entries } = found;

  const tags = new Map<number, number[]>();
  for (let entry = 0; entry < entries; entry++) {
    const at = entry * entryBytes;
    const tag = directory.getUint16(at, little);
    if (!Object.values(TAG).some((wanted) => wanted === tag)) continue;
    const bytes = TYPE_BYTES[directory.getUint16(at + 2, little)];
    if (bytes === undefined) continue;
    const values = Math.min(word(directory, at + 4), MAX_VALUES);
    const valuesAt = at + (big ? 12 : 8);
    const outside = values * bytes > inline;
    const view = outside ? await read(word(directory, valuesAt), values * bytes) : directory;
    if (view === null) return null;
    const first = outside ? 0 : valuesAt;
    tags.set(
      tag,
      Array.from({ length: values }, (_, i) => readValue(view, first + i * bytes, bytes, little)),
    );
  }
  const one = (tag: number, missing: number): number => tags.get(tag)?.[0] ?? missing;
  // Bands of several depths cannot be had from the decoder: NaN is a depth that is refused.
  const same = (tag: number, missing: number): number => {
    const values = tags.get(tag) ?? [missing];
    return values.every((value) => value === values[0]) ? values[0]! : Number.NaN;
  };
  return {
    bits: same(TAG.bits, 1),
    sampleFormat: same(TAG.sampleFormat, 1),
    samples: one(TAG.samples, 1),
    photometric: one(TAG.photometric, 1),
    compression: one(TAG.compression, 1),
    extraSamples: tags.get(TAG.extraSamples) ?? [],
    cameraRaw: tags.has(TAG.dngVersion),
  };
}

function readValue(view: DataView, at: number, bytes: number, little: boolean): number {
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, little);
  return bytes === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
}

/** Colour bands of each photometric interpretation that is read. */
const COLOUR_BANDS: Record<number, number> = { 0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3 };
const RAW_PHOTOMETRIC = [32803, 34892];
/** Of these the decoder can be trusted to read all, or to fail. */
const COMPRESSIONS = [1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50000, 50001];
const OLD_JPEG = 6;

const SAMPLE_TYPES: Record<string, SampleType> = {
  "1 16": "uint16",
  "4 16": "uint16",
  "1 32": "uint32",
  "4 32": "uint32",
  "3 32": "float32",
};

/** The type of the samples ("uint8" for 1 to 8 bits), or why the picture is not read. */
export function tiffSamples(facts: TiffFacts): { type: SampleType | "uint8" } | { refusal: string } {
  const { bits, sampleFormat, samples, photometric, compression, extraSamples } = facts;
  const refuse = (what: string, remedy: string) => ({ refusal: `TIFF ${what} is not read: ${remedy}` });
  if (facts.cameraRaw || RAW_PHOTOMETRIC.includes(photometric)) {
    return refuse("of camera raw data", "develop it to JPEG or TIFF first");
  }
  if (compression === OLD_JPEG) {
    return refuse("with old-style JPEG compression", "save it again with LZW or deflate");
  }
  if (!COMPRESSIONS.includes(compression)) {
    return refuse(`with compression ${compression}`, "save it again with LZW or deflate");
  }
  const colours = COLOUR_BANDS[photometric];
  if (colours === undefined)
    return refuse(`with photometric interpretation ${photometric}`, "save it as RGB");
  const extra = samples - colours;
  if (extra < 0 || extra > 1) {
    return refuse(`of ${samples} bands`, "save one band as grey, or three as red, green and blue");
  }
  if (extra === 1 && extraSamples[0] !== 1 && extraSamples[0] !== 2) {
    return refuse(
      `of ${samples} bands, the last of which is not said to be alpha,`,
      "save it without that band, or say that it is alpha",
    );
  }
  if ((sampleFormat === 1 || sampleFormat === 4) && [1, 2, 4, 8].includes(bits)) return { type: "uint8" };
  const type = SAMPLE_TYPES[`${sampleFormat} ${bits}`];
  const meaning =
    ["", "unsigned", "signed", "float", "", "complex integer", "complex"][sampleFormat] ?? "mixed";
  if (type === undefined) {
    const depth = Number.isNaN(bits) ? "bands of different depths" : `${bits}-bit ${meaning} samples`;
    return refuse(`with ${depth}`, "save it as unsigned with 8 or 16 bits, or as 32-bit float");
  }
  if (photometric > 2) {
    return refuse(`with ${type} samples that are not grey or RGB`, "save it as RGB, or with 8 bits");
  }
  if (photometric === 0 && type !== "uint16") {
    return refuse(`with ${type} samples where 0 is white`, "save it with 0 as black");
  }
  return { type };
}
