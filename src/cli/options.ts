/** Option values: parsed and checked where they are read, one sentence for each mistake. */
import { readFile, stat } from "node:fs/promises";
import type { RangeOption } from "../data/samples.js";
import { ArgumentError } from "../errors.js";
import { readBytes } from "../io/byte_source.js";
import { currentKeys, withKeys } from "../io/keys.js";

/** The longest text of V8 is about half a gigabyte. */
const MAX_JSON_BYTES = 2 ** 29 - 64;

/** What every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What commands take that read a source of images. */
export interface ReadingOptions extends CommonOptions {
  readonly size?: SizeOption;
  readonly maxPixels?: number;
  readonly frames?: boolean;
  readonly range?: RangeOption;
  readonly limit?: number;
}

/** Takes a whole number from `low` to `high`, written in digits. */
export function wholeNumber(
  name: string,
  low: number,
  high = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new ArgumentError(`${name} is ${text || "empty"}: give a whole number ${range}`);
    }
    return value;
  };
}

/** Takes a number above 0, such as 1.05. */
export function ratio(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d*\.?\d+$/.test(text) || !(value > 0)) {
      throw new ArgumentError(`${name} is ${text || "empty"}: give a ratio such as 1.05`);
    }
    return value;
  };
}

/** Takes a number above 0, such as 0.001. */
export function positiveNumber(
  name: string,
  { high = Number.POSITIVE_INFINITY, below = Number.POSITIVE_INFINITY } = {},
): (text: string) => number {
  const upper = below < high ? ` and below ${below}` : high < below ? ` and up to ${high}` : "";
  return (text) => {
    const value = Number(text);
    if (!/^\d*\.?\d+(e-?\d+)?$/i.test(text) || !(value > 0 && value <= high && value < below)) {
      throw new ArgumentError(`${name} is ${text || "empty"}: give a number above 0${upper}, such as 0.001`);
    }
    return value;
  };
}

/** Takes a number of layers, or "all". */
export function frozenLayers(text: string): number | "all" {
  return text === "all" ? text : wholeNumber("--freeze", 0)(text);
}

/** Takes one of a few words. */
export function choice<T extends string>(name: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new ArgumentError(`${name} is ${text}: choose one of ${words.join(", ")}`);
    return found;
  };
}

export interface PixelSize {
  readonly height: number;
  readonly width: number;
}

/** Takes "64" for a square, or "48x64" for height and width. */
export function pixelSize(name: string): (text: string) => PixelSize {
  return (text) => {
    const [, height, width = height] = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(text) ?? [];
    if (!(Number(height) >= 1 && Number(width) >= 1)) {
      throw new ArgumentError(`${name} is ${text}: give pixels as 64, or height and width as 48x64`);
    }
    return { height: Number(height), width: Number(width) };
  };
}

/** What --size of image files gives to the decoding. */
export type SizeOption = PixelSize | { readonly size: "auto" };

/** Takes what `pixelSize` takes, or "auto". */
export function fileSize(name: string): (text: string) => SizeOption {
  const pixels = pixelSize(name);
  return (text) => (text === "auto" ? { size: "auto" } : pixels(text));
}

/** Takes a number of pixels, or "none" for no limit. */
export function pixelLimit(name: string): (text: string) => number {
  const whole = wholeNumber(name, 1);
  return (text) => (text === "none" ? Number.POSITIVE_INFINITY : whole(text));
}

/** Takes "auto", "full", or the two values that become black and white as LOW,HIGH. */
export function sampleRange(name: string): (text: string) => RangeOption {
  return (text) => {
    if (text === "auto" || text === "full") return text;
    const values = /^[^,\s]+,[^,\s]+$/.test(text) ? text.split(",").map(Number) : [];
    const [low = Number.NaN, high = Number.NaN] = values;
    if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
      throw new ArgumentError(
        `${name} is ${text}: give auto, full, or two numbers as 0,4095, the lower one first`,
      );
    }
    return [low, high];
  };
}

/**
 * Reads a JSON object.
 * @throws {ArgumentError} when the file cannot be read, or holds something else.
 */
export async function readJsonObject(name: string, path: string): Promise<Record<string, unknown>> {
  const text = await readText(path).catch((cause: Error) => {
    throw new ArgumentError(`${name} ${path} cannot be read (${cause.message}): check the path`, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ArgumentError(`${name} ${path} is not JSON (${(cause as Error).message}): fix it`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ArgumentError(`${name} ${path} holds no JSON object: give one such as {"clusters": 10}`);
  }
  return value as Record<string, unknown>;
}

/** What an encrypted run wrote is encrypted; a pipe is read as it is. */
async function readText(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) return readFile(path, "utf8");
  const { open = {} } = currentKeys();
  return Buffer.from(await withKeys({ open }, () => readBytes(path, MAX_JSON_BYTES))).toString();
}
