/**
 * Model files and checkpoints: safetensors with the configuration as JSON in the
 * metadata. A checkpoint is a model file that holds the optimizer too.
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { type RangeOption, requireRange } from "../data/samples.js";
import { ArgumentError, excerpt, ModelFileError } from "../errors.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../io/safetensors.js";
import type { StateDict } from "../layers/index.js";
import type { Images } from "./batches.js";
import { type ImageClustererConfig, parseConfig } from "./config.js";
import type { ImageSize } from "./encoder.js";
import type { TrainingState } from "./training.js";

const FORMAT = "skein-image-clusterer";
/** Raised when a file of this version could not be read by an older one. */
const VERSION = 1;
const MOMENTS = ["optimizer.exp_avg", "optimizer.exp_avg_sq"];

export interface ModelContents {
  readonly config: ImageClustererConfig;
  readonly size: ImageSize;
  readonly selectedHead: number;
  readonly state: StateDict;
}

export interface Checkpoint extends ModelContents {
  readonly training: TrainingState;
  /** Identifies the images that training saw. */
  readonly images: string;
}

/** Bytes hashed before timers and signals get their turn. */
const HASH_BYTES = 2 ** 23;

/** A short name for a set's pixels, by which a checkpoint knows its images again. */
export async function fingerprint({ count, height, width, channels, pixels }: Images): Promise<string> {
  const hash = createHash("sha256").update(`${count}x${height}x${width}x${channels}`);
  for (let begin = 0; begin < pixels.length; begin += HASH_BYTES) {
    hash.update(pixels.subarray(begin, begin + HASH_BYTES));
    await setImmediate();
  }
  return hash.digest("hex").slice(0, 32);
}

function describe({ config, size, selectedHead, state }: ModelContents) {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { shape, data }] of state) tensors.set(name, { dtype: "F32", shape: [...shape], data });
  const metadata: Record<string, string> = {
    format: FORMAT,
    version: String(VERSION),
    config: JSON.stringify(config),
    image: JSON.stringify({
      height: size.height,
      width: size.width,
      channels: size.channels,
      range: size.range,
    }),
    selected_head: String(selectedHead),
  };
  return { tensors, metadata };
}

/** Writes a model; an older file of that name survives a failure. @throws {ModelFileError} */
export async function writeModel(path: string, contents: ModelContents): Promise<void> {
  const { tensors, metadata } = describe(contents);
  await writeSafetensors(path, tensors, metadata);
}

/** Writes a model with what training needs to go on. @throws {ModelFileError} */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { tensors, metadata } = describe(checkpoint);
  const { optimizer, ...training } = checkpoint.training;
  optimizer.moments.forEach((data, i) => {
    tensors.set(MOMENTS[i]!, { dtype: "F32", shape: [data.length], data });
  });
  const progress = JSON.stringify({ ...training, optimizerStep: optimizer.step });
  await writeSafetensors(path, tensors, { ...metadata, training: progress, images: checkpoint.images });
}

const sizeSchema = z.object({
  height: z.number().int().positive(),
  width: z.number().int().positive(),
  channels: z.number().int().positive(),
  range: z
    .custom<RangeOption>((range) => {
      requireRange(range as RangeOption);
      return true;
    })
    .optional(),
});
const trainingSchema = z.object({
  step: z.number().int().min(0),
  running: z.array(z.number()),
  history: z.array(z.object({ step: z.number(), losses: z.array(z.number()) })),
  restarts: z.array(z.object({ step: z.number(), head: z.number(), from: z.number() })),
  seconds: z.number(),
  optimizerStep: z.number().int().min(0),
});

function parse<T>(path: string, what: string, text: string | undefined, check: (value: unknown) => T): T {
  try {
    return check(JSON.parse(text ?? ""));
  } catch (cause) {
    const reason = cause instanceof ArgumentError ? ` (${cause.message})` : "";
    throw new ModelFileError(
      `${path}: its ${what} cannot be read${reason}: copy the file again, or train anew`,
      {
        cause,
      },
    );
  }
}

/** Reads a model or the model part of a checkpoint. @throws {ModelFileError} naming the file and what is wrong. */
export async function readModel(path: string): Promise<ModelContents> {
  return (await readContents(path)).contents;
}

/** @throws {ModelFileError} when the file is not a checkpoint. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const { contents, tensors, metadata } = await readContents(path);
  const [m, v] = MOMENTS.map((name) => tensors.get(name)?.data);
  if (!metadata.training || !(m instanceof Float32Array) || !(v instanceof Float32Array)) {
    throw new ModelFileError(
      `${path}: this is a finished model, not a checkpoint: train again without resuming`,
    );
  }
  const { optimizerStep, ...training } = parse(path, "training state", metadata.training, (value) => {
    const parsed = trainingSchema.parse(value);
    const heads = parsed.step === 0 ? 0 : contents.config.heads;
    if (parsed.running.length !== heads)
      throw new ArgumentError(`${parsed.running.length} losses, not ${heads}`);
    return parsed;
  });
  return {
    ...contents,
    training: { ...training, optimizer: { step: optimizerStep, moments: [m, v] } },
    images: metadata.images ?? "",
  };
}

async function readContents(path: string) {
  const { tensors, metadata } = await readSafetensors(path);
  if (metadata.format !== FORMAT) {
    throw new ModelFileError(`${path}: not a model of skein: give a file that "skein cluster" wrote`);
  }
  if (metadata.version !== String(VERSION)) {
    throw new ModelFileError(
      `${path}: model format ${metadata.version}, this version of skein reads ${VERSION}: install the skein that wrote it, or a newer one`,
    );
  }
  const config = parse(path, "configuration", metadata.config, parseConfig);
  const size = parse(path, "image size", metadata.image, (value) => sizeSchema.parse(value));
  const selectedHead = parse(path, "selected head", metadata.selected_head, (value) =>
    z
      .int()
      .min(0)
      .max(config.heads - 1)
      .parse(value),
  );
  const state: StateDict = new Map();
  for (const [name, { dtype, shape, data }] of tensors) {
    if (MOMENTS.includes(name)) continue;
    if (dtype !== "F32" || !(data instanceof Float32Array)) {
      throw new ModelFileError(
        `${path}: tensor ${excerpt(name)} is ${dtype}, expected F32: convert it, or train again`,
      );
    }
    state.set(name, { shape, data });
  }
  return { contents: { config, size, selectedHead, state }, tensors, metadata };
}
