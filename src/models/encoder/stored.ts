/** Encoders in model files: by value where they are small, else by the path and hash of their file. */
import * as z from "zod";
import { ModelFileError } from "../../errors.js";
import type { EstimatorState } from "../../estimators/estimator.js";
import { stateArray } from "../../estimators/state_array.js";
import { currentKeys } from "../../io/keys.js";
import { namedFromHere, pathFromHere } from "../../io/node/file_folder.js";
import { choice, parseOptions, whole } from "../schema.js";
import type { EncoderParts, Rounding } from "./parts.js";
import { POOLINGS, type Pooling } from "./pooling.js";
import { type EncoderPreprocessing, parsePreprocessing } from "./preprocessing.js";

/** Bytes of a network that a model file holds itself: ResNet-18 and ViT-small in half precision are below. */
export const KEPT_BYTES = 64 * 2 ** 20;

interface Described {
  readonly layer: string;
  readonly pooling: Pooling;
  readonly features: number;
  readonly preprocessing: EncoderPreprocessing;
  readonly hash: string;
  /** What its features are rounded to. */
  readonly rounding: Rounding;
}

/** What a file keeps of an encoder. */
export function describeEncoder(
  { path, network, bytes, sealed }: EncoderParts,
  found: Described,
): EstimatorState {
  // What was sealed is not handed on in the clear.
  const secret = sealed && currentKeys().seal === undefined;
  const kept = bytes !== null && bytes.length <= KEPT_BYTES && !secret ? bytes : null;
  return {
    options: { path: namedFromHere(path), network, ...found },
    arrays: kept ? { file: wordsOf(kept) } : {},
    details: { bytes: kept?.length ?? 0, sealed },
  };
}

/** Arrays of files are of words; the last one is filled with zeros. */
function wordsOf(bytes: Uint8Array) {
  const data = new Uint32Array(Math.ceil(bytes.length / 4));
  new Uint8Array(data.buffer).set(bytes);
  return { shape: [data.length], data };
}

const text = z.string({ error: "a text" });

const optionsSchema = z.object({
  path: text,
  network: z.object({ name: text, options: z.unknown() }).nullable(),
  layer: text,
  pooling: choice(POOLINGS as readonly [Pooling, ...Pooling[]]),
  features: whole(1, 2 ** 30),
  preprocessing: z.unknown(),
  hash: z.string({ error: "a SHA-256" }).regex(/^[0-9a-f]{64}$/, { error: "a SHA-256" }),
  rounding: z.literal("float16", { error: "float16 or null" }).nullable().default(null),
});

const detailsSchema = z.object({
  bytes: whole(0, KEPT_BYTES),
  sealed: z.boolean({ error: "true or false" }).default(false),
});

/** What a file says of an encoder. */
export interface StoredEncoder extends Described {
  /** Where the network's file was, as seen from the model's file. */
  readonly path: string;
  /** The folder of the model's file. */
  readonly folder: string;
  readonly network: { readonly name: string; readonly options: unknown } | null;
  /** Whether its file was sealed when it was opened. */
  readonly sealed: boolean;
  /** The network's file, where the model file holds it. */
  readonly bytes: Uint8Array | null;
}

/** @throws {SkeinError} where a state is not one of an encoder. */
export function storedEncoder(state: EstimatorState): StoredEncoder {
  const { network, preprocessing, ...rest } = parseOptions(optionsSchema, state.options, "encoder");
  const { bytes, sealed } = parseOptions(detailsSchema, state.details ?? {}, "encoder");
  const named = network && { name: network.name, options: network.options };
  const path = pathFromHere(rest.path);
  const described = {
    ...rest,
    path,
    folder: pathFromHere(""),
    sealed,
    network: named,
    preprocessing: parsePreprocessing(preprocessing),
  };
  if (bytes === 0) return { ...described, bytes: null };
  const { data } = stateArray("encoder", state, "file", "u32", [null]);
  if (data.length !== Math.ceil(bytes / 4)) {
    throw new ModelFileError(
      `the encoder has ${bytes} bytes, its array ${4 * data.length}: copy the file again`,
    );
  }
  return { ...described, bytes: new Uint8Array(data.buffer, data.byteOffset, bytes) };
}
