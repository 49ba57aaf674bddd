/** Checkpoints of `Model`: the weights of any module, and what its training needs to go on. */
import * as z from "zod";
import { ArgumentError, DataError, ModelFileError } from "../errors.js";
import { readSafetensors, writeSafetensors } from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";
import type { TrainerState } from "../train/index.js";
import { parsePart } from "./parse_part.js";
import { float32Tensors, storedTensors } from "./stored_tensors.js";
import { describeTraining, partsOf, readTraining } from "./training_state.js";

const FORMAT = "skein-training";

/** What a training must have in common with the checkpoint that it goes on from. */
export interface TrainingAbout {
  /** Plain values. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Identifies the examples. */
  readonly data: string;
}

/** A checkpoint's contents. */
export interface TrainingFile extends TrainingAbout {
  /** Trainings of the model before this one. */
  readonly fits: number;
  readonly weights: StateDict;
  readonly training: TrainerState;
}

/** Writes a checkpoint; an older file of that name survives a failure. @throws {ModelFileError} */
export async function writeTrainingFile(path: string, file: TrainingFile): Promise<void> {
  const { tensors, training } = describeTraining(file.training);
  await writeSafetensors(path, new Map([...storedTensors(file.weights), ...tensors]), {
    format: FORMAT,
    training,
    about: JSON.stringify({ options: file.options, data: file.data, fits: file.fits }),
  });
}

const aboutSchema = z.object({
  options: z.record(z.string(), z.unknown()),
  data: z.string(),
  fits: z.int().min(0),
});

/**
 * Reads a checkpoint that `writeTrainingFile` wrote.
 * @throws {ModelFileError} when it is damaged, or is none.
 * @throws {ArgumentError} when it was written with other options.
 * @throws {DataError} when it was written with other examples.
 */
export async function readTrainingFile(path: string, wanted: TrainingAbout): Promise<TrainingFile> {
  const { tensors, metadata } = await readSafetensors(path);
  if (metadata.format !== FORMAT) {
    throw new ModelFileError(`${path}: not a checkpoint of Model.fit: give a file that it wrote`);
  }
  const about = parsePart(path, "options", metadata.about, (value) => aboutSchema.parse(value));
  const other = Object.keys(wanted.options).filter(
    (name) => JSON.stringify(about.options[name]) !== JSON.stringify(wanted.options[name]),
  );
  if (other.length > 0) {
    throw new ArgumentError(
      `${path} was written with other options (${other.join(", ")}): resume with the same, or start again`,
    );
  }
  if (about.data !== wanted.data) {
    throw new DataError(`${path} was written with other examples: resume with the same, or start again`);
  }
  const parts = partsOf(float32Tensors(path, tensors));
  const training = readTraining(path, metadata.training ?? "", parts);
  return { ...about, weights: parts.model, training };
}
