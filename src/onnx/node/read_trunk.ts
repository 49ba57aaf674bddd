/** ONNX files of which only a part is computed. */
import { basename, dirname } from "node:path";
import { excerpt } from "../../errors.js";
import { readBytes } from "../../io/byte_source.js";
import type { OnnxModel, OnnxOptions } from "../model.js";
import { decodeModel, modelOf } from "../parse.js";
import { type CutModel, trunkOf } from "../trunk.js";
import { externalDataIn, locationsOf } from "./external_data.js";
import { MOST_BYTES } from "./read.js";

/** A model that ends at one of the file's values. */
export interface ReadTrunk extends Pick<CutModel, "layer" | "layers" | "order"> {
  /** Without memory yet. */
  readonly model: OnnxModel;
  /** The file, opened where it is sealed. */
  readonly bytes: Uint8Array;
  /** Files with further weights, by their places beside it. */
  readonly others: readonly string[];
}

/**
 * Reads an ONNX file as far as a value, which is then its only output. What the value does not need is left out before it is
 * looked at: a head's operators need not be supported.
 * @param layer the name of a value or node; default what the classifier's head reads (`trunkOf`).
 * @throws {ModelFileError} where the file cannot be read, is no ONNX model, or has no such value; where nodes are not supported.
 */
export async function readTrunk(
  source: string | { readonly bytes: Uint8Array; readonly name: string },
  layer: string | undefined,
  options: OnnxOptions = {},
): Promise<ReadTrunk> {
  const path = typeof source === "string" ? source : null;
  const bytes = typeof source === "string" ? await readBytes(source, MOST_BYTES) : source.bytes;
  const name = typeof source === "string" ? excerpt(basename(source)) : source.name;
  const { message, ...found } = trunkOf(decodeModel(bytes, name), layer, name);
  const others = [...locationsOf(message)];
  const beside = path !== null && others.length > 0 ? await externalDataIn(dirname(path), message) : null;
  return { ...found, bytes, others, model: modelOf(message, name, beside, options) };
}
