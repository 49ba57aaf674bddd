/** What trainings that can be interrupted have in common: which checkpoints they take, and which they may write. */
import { ArgumentError, DataError, ModelFileError, TrainingError } from "../errors.js";
import { host } from "../host/host.js";
import type { StateDict } from "../nn/index.js";
import { type Checkpoint, readCheckpoint } from "./model_file.js";

/** The training that a checkpoint has to be of. */
export interface CheckpointOwner {
  readonly kind: string;
  readonly config: object;
  /** Identifies the data. */
  readonly data: string;
}

/**
 * Reads a checkpoint of this very training.
 * @throws {ArgumentError} for another kind of model or other settings. @throws {DataError} for other images, labels or links.
 * @throws {ModelFileError} as `readCheckpoint`.
 */
export async function readOwnCheckpoint(path: string, own: CheckpointOwner): Promise<Checkpoint> {
  const checkpoint = await readCheckpoint(path);
  const { kind, config } = checkpoint.model;
  if (kind !== own.kind) {
    throw new ArgumentError(
      `${path} is a checkpoint of a model of kind ${kind}, this is one of ${own.kind}: resume with its kind`,
    );
  }
  const [theirs, wanted] = [config as Record<string, unknown>, own.config as Record<string, unknown>];
  const other = Object.keys(wanted).filter(
    (field) => JSON.stringify(theirs[field]) !== JSON.stringify(wanted[field]),
  );
  if (other.length > 0) {
    throw new ArgumentError(
      `${path} was written with other settings (${other.join(", ")}): resume with the same, or start again`,
    );
  }
  if (checkpoint.data !== own.data) {
    throw new DataError(
      `${path} was written with other images, labels or links: resume with the same, or start again`,
    );
  }
  return checkpoint;
}

/** Tells the checkpoint of one step and one set of parameters from those of others. */
export async function digestOf({ model, training }: Checkpoint): Promise<string> {
  return `step ${training.step}, ${await digestOfState(model.state)}`;
}

/** Tells networks apart. */
export async function digestOfState(state: StateDict): Promise<string> {
  async function* pieces() {
    for (const [name, { data }] of state) {
      yield new TextEncoder().encode(name);
      yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    }
  }
  return (await host().sha256(pieces())).slice(0, 12);
}

/** A parameter may become NaN in the very step whose loss was the last finite one. @throws {TrainingError} */
export function checkFinite(parameters: StateDict, step: number): void {
  for (const [name, { data }] of parameters) {
    if (data.every(Number.isFinite)) continue;
    throw new TrainingError(
      `${name} is not a finite number after step ${step}: train again with a lower learningRate, ` +
        "or with clipNorm; the last checkpoint is kept",
    );
  }
}

/** Does what reads a checkpoint; what does not fit is said of the file. @throws {ModelFileError} naming the file. */
export function namingCheckpoint<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ModelFileError)) throw cause;
    throw new ModelFileError(`${path}: ${cause.message}`, { cause });
  }
}
