/** What an encoder expects of images: sizes, and the mean and deviation of their channels. */
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { ArgumentError, ModelFileError } from "../../errors.js";
import type { StepOptions } from "../../preprocess/index.js";
import type { ImageSize } from "../images.js";
import { fields, number, parseOptions, whole } from "../schema.js";

const side = whole(1, 4096);
const channelValues = (low: number) =>
  z.array(number(low, 1e6), { error: "a list of numbers, one for each channel" }).min(1).max(4);

const schema = fields({
  /** Rows that the network reads. */
  height: side,
  /** Columns that the network reads. */
  width: side,
  /** The shorter side that images are scaled to, of which the middle is then taken; null: they are stretched. */
  resize: side.nullable(),
  /** What a byte is multiplied by: 1/255 gives values from 0 to 1. */
  scale: number(1e-9, 1e3),
  /** What is then subtracted from each channel. */
  mean: channelValues(-1e6),
  /** What each channel is then divided by. */
  std: channelValues(1e-9),
});

/** How images become what an encoder reads. */
export type EncoderPreprocessing = z.output<typeof schema>;

/** What a caller gives: any part of it; `size` stands for a height and width that are alike. */
export interface EncoderPreprocessingOptions {
  readonly size?: number;
  readonly height?: number;
  readonly width?: number;
  readonly resize?: number | null;
  readonly scale?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** What torchvision's and most of timm's networks of ImageNet were trained with. */
const IMAGENET = {
  side: 224,
  /** The shorter side, of which the middle 224 are taken. */
  resize: 256,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

const OF_IMAGENET: EncoderPreprocessing = {
  height: IMAGENET.side,
  width: IMAGENET.side,
  resize: IMAGENET.resize,
  scale: 1 / 255,
  mean: IMAGENET.mean,
  std: IMAGENET.std,
};

/** Height and width that a network's file fixes. */
interface FixedSize {
  readonly height: number | null;
  readonly width: number | null;
}

/** What a file says of preprocessing. */
interface FoundValues {
  readonly file: string;
  readonly values: EncoderPreprocessing;
}

/** The preprocessing, and where it was found. */
export interface FoundPreprocessing {
  readonly preprocessing: EncoderPreprocessing;
  /** A file's name, "given", or "ImageNet" where nothing says what the encoder expects. */
  readonly from: string;
}

/**
 * The preprocessing of a model: what is given, then what `preprocessor_config.json` (Hugging Face) beside the file or in the
 * folder above or `config.json` (timm) beside it says, then ImageNet's. Sizes that the network fixes win; the shorter side
 * that images are scaled to follows a size unless it is given.
 * @throws {ModelFileError} where such a file is damaged.
 * @throws {ArgumentError} where a given value is out of its range.
 */
export async function findPreprocessing(
  path: string,
  fixed: FixedSize,
  given: EncoderPreprocessingOptions = {},
): Promise<FoundPreprocessing> {
  const { size, ...own } = given;
  const asked = { ...(size !== undefined && { height: size, width: size }), ...own };
  const found = await besideOf(path);
  const height = fixed.height ?? asked.height ?? found?.values.height ?? IMAGENET.side;
  const width = fixed.width ?? asked.width ?? found?.values.width ?? IMAGENET.side;
  const base = found?.values ?? OF_IMAGENET;
  // The middle of a scaled image is as large a share of it in another size.
  const factor = Math.min(height, width) / Math.min(base.height, base.width);
  const resize = base.resize === null ? null : Math.round(base.resize * factor);
  const preprocessing = parsePreprocessing({ ...base, resize, ...asked, height, width });
  const whole = ["mean", "std"].every((name) => name in asked);
  return { preprocessing, from: found?.file ?? (whole ? "given" : "ImageNet") };
}

/** @throws {ArgumentError} where a value is missing or out of its range. */
export function parsePreprocessing(values: unknown): EncoderPreprocessing {
  const checked = parseOptions(schema, values, "preprocessing");
  if (checked.mean.length === checked.std.length) return checked;
  throw new ArgumentError(
    `preprocessing.mean has ${checked.mean.length} values and preprocessing.std ${checked.std.length}: give one for each channel in both`,
  );
}

/**
 * The steps that bring images of a size to what an encoder reads.
 * @returns the steps, and by what factor images are enlarged; 1 where they are not.
 */
export function stepsTo(
  { height, width, resize }: EncoderPreprocessing,
  from: Pick<ImageSize, "height" | "width">,
): { readonly steps: readonly StepOptions[]; readonly enlarged: number } {
  const least = Math.max(height / from.height, width / from.width);
  const factor = resize === null ? least : Math.max(least, resize / Math.min(from.height, from.width));
  const scaled =
    resize === null
      ? { height, width }
      : {
          height: Math.max(height, Math.round(from.height * factor)),
          width: Math.max(width, Math.round(from.width * factor)),
        };
  const steps: StepOptions[] = [];
  if (scaled.height !== from.height || scaled.width !== from.width) {
    const smaller = scaled.height <= from.height && scaled.width <= from.width;
    steps.push({ step: "resize", ...scaled, method: smaller ? "area" : "linear" });
  }
  if (scaled.height !== height || scaled.width !== width) steps.push({ step: "crop", height, width });
  return { steps, enlarged: Math.max(1, factor) };
}

async function besideOf(path: string) {
  const folder = dirname(path);
  return (
    (await ofHuggingFace(join(folder, HUGGING_FACE))) ??
    (await ofTimm(join(folder, "config.json"))) ??
    // The folder above may be any, and a config.json in it one of something else.
    (await ofHuggingFace(join(dirname(folder), HUGGING_FACE)))
  );
}

const HUGGING_FACE = "preprocessor_config.json";

/** What a file holds; null where there is none. @throws {SyntaxError} where it is no JSON. */
async function jsonIn(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : JSON.parse(text);
}

const sides = z.union([
  z.int().positive(),
  z.object({ height: z.int().positive(), width: z.int().positive() }),
  z.object({ shortest_edge: z.int().positive() }),
]);

const huggingFace = z.object({
  do_resize: z.boolean().default(true),
  size: sides.optional(),
  do_center_crop: z.boolean().optional(),
  crop_size: sides.optional(),
  crop_pct: z.number().positive().max(1).optional(),
  do_rescale: z.boolean().default(true),
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: z.array(z.number()).optional(),
  image_std: z.array(z.number()).optional(),
});

/** From this side on, ConvNeXT reads the whole image, stretched, whatever the share. */
const WHOLE_SIDE = 384;

type Sides = z.output<typeof sides>;

const shorterOf = ({ height, width }: { readonly height: number; readonly width: number }) =>
  Math.min(height, width);

const extentsOf = (given: Sides) =>
  typeof given === "number"
    ? { height: given, width: given }
    : "shortest_edge" in given
      ? { height: given.shortest_edge, width: given.shortest_edge }
      : given;

/** Of `preprocessor_config.json`, as image processors of Transformers write it; null where there is none. */
async function ofHuggingFace(file: string): Promise<FoundValues | null> {
  let json: unknown;
  try {
    json = await jsonIn(file);
  } catch (cause) {
    throw new ModelFileError(
      `${file} is no JSON: fetch it again, or move it away and give the preprocessing`,
      { cause },
    );
  }
  if (json === null) return null;
  const config = checked(huggingFace, json, file);
  const { size = IMAGENET.side, crop_size: crop, crop_pct: share, image_mean, image_std } = config;
  const all = extentsOf(size);
  const crops = config.do_center_crop ?? crop !== undefined;
  const read = crops && crop !== undefined ? extentsOf(crop) : all;
  const { mean, std } = config.do_normalize
    ? { mean: image_mean ?? IMAGENET.mean, std: image_std ?? IMAGENET.std }
    : { mean: [0, 0, 0], std: [1, 1, 1] };
  const resize = () => {
    if (crops) return config.do_resize ? shorterOf(all) : shorterOf(read);
    if (!config.do_resize) return null;
    // Without a crop, images are stretched, but for a share (ConvNeXT) or the name of the shorter side.
    if (share !== undefined) return shorterOf(all) < WHOLE_SIDE ? Math.floor(shorterOf(all) / share) : null;
    return typeof size === "object" && "shortest_edge" in size ? size.shortest_edge : null;
  };
  return named(file, {
    ...read,
    resize: resize(),
    scale: config.do_rescale ? config.rescale_factor : 1,
    mean,
    std,
  });
}

const timm = z.object({
  input_size: z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]),
  crop_pct: z.number().positive().max(1).default(0.875),
  crop_mode: z.string().default("center"),
  mean: z.array(z.number()),
  std: z.array(z.number()),
});

/** Of timm's `config.json`, which has the values under `pretrained_cfg`; null for no file, and for one of something else. */
async function ofTimm(file: string): Promise<FoundValues | null> {
  const json = (await jsonIn(file).catch(() => null)) as { pretrained_cfg?: unknown } | null;
  const inner = json?.pretrained_cfg;
  if (inner === undefined || inner === null) return null;
  const { input_size, crop_pct, crop_mode, mean, std } = checked(timm, inner, file);
  const [, height, width] = input_size;
  const resize = crop_mode === "squash" ? null : Math.floor(shorterOf({ height, width }) / crop_pct);
  return named(file, { height, width, resize, scale: 1 / 255, mean, std });
}

/** What a file says; entries that are null say nothing. */
function checked<S extends z.ZodType>(schema: S, json: unknown, file: string): z.output<S> {
  const said =
    typeof json === "object" && json !== null && !Array.isArray(json)
      ? Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null))
      : json;
  const { success, data, error } = schema.safeParse(said);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  throw new ModelFileError(
    `${file}: ${path.join(".") || "its content"} cannot be used (${message}): fetch the file again, or move it away and give the preprocessing`,
  );
}

function named(file: string, values: EncoderPreprocessing): FoundValues {
  try {
    return { file: basename(file), values: parsePreprocessing(values) };
  } catch (cause) {
    if (!(cause instanceof ArgumentError)) throw cause;
    throw new ModelFileError(`${file}: ${cause.message}`, { cause });
  }
}
