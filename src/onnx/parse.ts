/** ONNX files as models. */
import { ArgumentError } from "../errors.js";
import { graphOf } from "./graph.js";
import type { ExternalData } from "./host_tensor.js";
import { OnnxModel, type OnnxOptions } from "./model.js";
import { type ModelMessage, modelSchema } from "./schema.js";
import { decode } from "./wire.js";

export interface ParseOnnxOptions extends OnnxOptions {
  /** What errors call the file. Default "the model". */
  readonly name?: string;
  /**
   * Bytes of a tensor that lies in another file, by its location, offset and length, or a function that reads them when
   * `to(device)` is called. Default: none.
   */
  readonly externalData?: ExternalData;
}

/**
 * The model of an ONNX file's bytes, which have to stay as they are: weights are decoded when `to(device)` is called.
 * Operator sets 6 to 22; docs/onnx-operators.md lists the operators. Needs no Node.
 * @throws {ModelFileError} where the bytes are no ONNX model; where nodes are not supported, naming all of them.
 * @throws {ArgumentError} where `bytes` is no Uint8Array.
 */
export function parseOnnx(bytes: Uint8Array, options: ParseOnnxOptions = {}): OnnxModel {
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError("parseOnnx: give the file's bytes as a Uint8Array");
  const { name = "the model", externalData = null } = options;
  return modelOf(decodeModel(bytes, name), name, externalData, options);
}

/** The message of a file's bytes. */
export const decodeModel = (bytes: Uint8Array, name: string) =>
  decode(modelSchema, bytes, name) as ModelMessage;

/** The model of a decoded file. */
export const modelOf = (
  message: ModelMessage,
  name: string,
  externalData: ExternalData | null,
  options: OnnxOptions,
): OnnxModel => new OnnxModel(graphOf(message, name, externalData), options);
