/**
 * Model files and checkpoints of every kind of model: safetensors with the configuration as JSON in the metadata. A
 * checkpoint is a model file that holds the optimizer and the state of the training, too.
 */
import * as z from "zod";
import { type RangeOption, requireRange } from "../data/samples.js";
import { ModelFileError } from "../errors.js";
import type { StateArray } from "../estimators/estimator.js";
import { type FileSource, nameOf } from "../io/byte_source.js";
import {
  readSafetensors,
  type SafetensorsFile,
  safetensorsBytes,
  writeSafetensors,
} from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";
import type { TrainerState } from "../train/index.js";
import { stateArray, storedArray } from "./estimator_arrays.js";
import type { ImageSize } from "./images.js";
import { parsePart } from "./parse_part.js";
import { float32Tensors, storedTensors } from "./stored_tensors.js";
import { describeTraining, partsOf, readTraining } from "./training_state.js";

const FORMAT = "skein-model";
/** Raised when a file of this version could not be read by an older one. */
const VERSION = 2;

/** What a model file holds. */
export interface ModelFile {
  /** Which kind of model, such as "image-clusterer". */
  readonly kind: string;
  /** The model's configuration, as its kind checks it. */
  readonly config: unknown;
  /** What the model takes. */
  readonly size: ImageSize;
  /** What a kind keeps beside its configuration. */
  readonly details: unknown;
  readonly state: StateDict;
  /** What its estimators keep, by name: arrays of any type. */
  readonly arrays?: ReadonlyMap<string, StateArray>;
}

/** What the names of such arrays begin with in a file; the path of a module's parameter has no colon. */
const ARRAY_PREFIX = "estimator:";

/** A model, and what its training needs to go on. */
export interface Checkpoint {
  readonly model: ModelFile;
  readonly training: TrainerState;
  /** Identifies the data that training saw. */
  readonly data: string;
}

/** A file of an earlier format, as one of today's. */
export interface OlderFormat {
  /** Its name in the file. */
  readonly format: string;
  upgrade(metadata: Readonly<Record<string, string>>, state: StateDict): Omit<ModelFile, "size">;
}

const olderFormats = new Map<string, OlderFormat>();

/** Has `readModelFile` read files of an earlier format. */
export function registerOlderFormat(format: OlderFormat): void {
  olderFormats.set(format.format, format);
}

function describe({ kind, config, size, details, state, arrays = new Map() }: ModelFile) {
  const tensors = new Map(storedTensors(state));
  for (const [name, array] of arrays) tensors.set(ARRAY_PREFIX + name, storedArray(array));
  const { height, width, channels, range } = size;
  const metadata: Record<string, string> = {
    format: FORMAT,
    version: String(VERSION),
    kind,
    config: JSON.stringify(config),
    image: JSON.stringify({ height, width, channels, range }),
    details: JSON.stringify(details ?? null),
  };
  return { tensors, metadata };
}

/** Writes a model; an older file of that name survives a failure. @throws {ModelFileError} */
export async function writeModelFile(path: string, model: ModelFile): Promise<void> {
  const { tensors, metadata } = describe(model);
  await writeSafetensors(path, tensors, metadata);
}

/** A model as the bytes of its file. */
export function modelFileBytes(model: ModelFile): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = describe(model);
  return safetensorsBytes(tensors, metadata);
}

/** Writes a model with what training needs to go on. @throws {ModelFileError} */
export async function writeCheckpoint(path: string, { model, training, data }: Checkpoint): Promise<void> {
  const { tensors, metadata } = describe(model);
  const described = describeTraining(training);
  const all = new Map([...tensors, ...described.tensors]);
  await writeSafetensors(path, all, { ...metadata, training: described.training, data });
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

/** Reads a model, or the model in a checkpoint: its averaged weights, where it has some. @throws {ModelFileError} naming the file and what is wrong. */
export async function readModelFile(from: FileSource): Promise<ModelFile> {
  return modelFileOf(nameOf(from), await readSafetensors(from));
}

/** @throws {ModelFileError} when the file is not a checkpoint of this version. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const { model, parts, metadata } = await readContents(path);
  if (!metadata.training) {
    throw new ModelFileError(
      `${path}: this is a finished model, not a checkpoint: train again without resuming`,
    );
  }
  if (metadata.format !== FORMAT) {
    throw new ModelFileError(
      `${path}: a checkpoint of an earlier version of skein, whose training cannot go on here: train again, or ` +
        "finish with the version that wrote it",
    );
  }
  return { model, training: readTraining(path, metadata.training, parts), data: metadata.data ?? "" };
}

/** Whether a safetensors file with this metadata is a model of skein. */
export const isModelFile = ({ format = "" }: Readonly<Record<string, string>>): boolean =>
  format === FORMAT || olderFormats.has(format);

/** The model in a safetensors file that was read. Errors as `readModelFile`. */
export function modelFileOf(path: string, file: SafetensorsFile): ModelFile {
  const { model, parts } = contentsOf(path, file);
  return { ...model, state: new Map([...model.state, ...parts.weightAverage]) };
}

const readContents = async (path: string) => contentsOf(path, await readSafetensors(path));

function contentsOf(path: string, { tensors, metadata }: SafetensorsFile) {
  const older = olderFormats.get(metadata.format ?? "");
  if (metadata.format !== FORMAT && !older) {
    throw new ModelFileError(`${path}: not a model of skein: give a file that skein wrote`);
  }
  if (metadata.version !== String(older ? 1 : VERSION)) {
    throw new ModelFileError(
      `${path}: model format ${metadata.version}, this version of skein reads up to ${VERSION}: install the skein that wrote it, or a newer one`,
    );
  }
  const [parameters, arrays] = [new Map(tensors), new Map<string, StateArray>()];
  for (const [name, tensor] of tensors) {
    if (!name.startsWith(ARRAY_PREFIX)) continue;
    parameters.delete(name);
    const own = name.slice(ARRAY_PREFIX.length);
    arrays.set(own, stateArray(path, own, tensor));
  }
  const parts = partsOf(float32Tensors(path, parameters));
  const size: ImageSize = parsePart(path, "image size", metadata.image, (value) => sizeSchema.parse(value));
  const json = (part: string) => parsePart(path, part, metadata[part], (value) => value);
  const model: ModelFile = older
    ? { ...older.upgrade(metadata, parts.model), size }
    : {
        kind: metadata.kind ?? "",
        config: json("config"),
        details: json("details"),
        size,
        state: parts.model,
        arrays,
      };
  return { model, parts, metadata };
}
