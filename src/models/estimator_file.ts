/** Features, reductions and clusterers as safetensors. */
import * as z from "zod";
import { ModelFileError, SkeinError } from "../errors.js";
import type { Estimator, EstimatorState } from "../estimators/estimator.js";
import { restoreEstimator } from "../estimators/registry.js";
import { host } from "../host/host.js";
import { readSafetensors, writeSafetensors } from "../io/safetensors.js";
import { stateArray, storedArray } from "./estimator_arrays.js";
import { parsePart } from "./parse_part.js";

const FORMAT = "skein-estimator";
const VERSION = "1";

/**
 * Writes a fitted estimator (`KMeans`, `Pca`, `Hog`, ...); an older file of that name survives a failure.
 * @throws {ArgumentError} before `fit`.
 * @throws {ModelFileError}
 */
export async function saveEstimator(estimator: Estimator, path: string): Promise<void> {
  const { options, arrays, details } = host().inFolderOf(path, () => estimator.state());
  const tensors = new Map(Object.entries(arrays).map(([name, array]) => [name, storedArray(array)]));
  await writeSafetensors(path, tensors, {
    format: FORMAT,
    version: VERSION,
    kind: estimator.kind,
    options: JSON.stringify(options),
    details: JSON.stringify(details ?? {}),
  });
}

/**
 * Reads what `saveEstimator` wrote; it answers as the one that was saved.
 * @throws {ModelFileError} when the file is damaged, of another format, or of a kind that is not known here.
 */
export async function loadEstimator(path: string): Promise<Estimator> {
  const { tensors, metadata } = await readSafetensors(path);
  const { format, version, kind = "" } = metadata;
  if (format !== FORMAT) {
    throw new ModelFileError(`${path}: not an estimator of skein: give a file that saveEstimator wrote`);
  }
  if (version !== VERSION) {
    throw new ModelFileError(
      `${path}: estimator format ${version}, this version of skein reads ${VERSION}: install a newer one`,
    );
  }
  const object = (part: string) =>
    parsePart(path, part, metadata[part], (value) => z.looseObject({}).parse(value));
  const arrays = Object.fromEntries(
    [...tensors].map(([name, array]) => [name, stateArray(path, name, array)]),
  );
  const state: EstimatorState = { options: object("options"), details: object("details"), arrays };
  try {
    return host().inFolderOf(path, () => restoreEstimator(kind, state));
  } catch (cause) {
    if (!(cause instanceof SkeinError)) throw cause;
    throw new ModelFileError(`${path}: ${cause.message}`, { cause });
  }
}
