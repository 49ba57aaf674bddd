/** ONNX files in Node. */
import { basename, dirname } from "node:path";
import { ArgumentError, excerpt } from "../../errors.js";
import { readBytes } from "../../io/byte_source.js";
import type { OnnxModel } from "../model.js";
import { decodeModel, modelOf, type ParseOnnxOptions, parseOnnx } from "../parse.js";
import { externalDataIn } from "./external_data.js";
import { importRuntime, type OnnxRuntime, OnnxRuntimeModel } from "./runtime.js";

/** Protocol buffers are no larger. */
export const MOST_BYTES = 2 ** 31;

/** What `readOnnx` can be told. */
export interface ReadOnnxOptions extends ParseOnnxOptions {
  /**
   * What computes: "skein", or "onnxruntime", the package onnxruntime-node, or a package with its interface that is given
   * here. Default "skein".
   */
  readonly runtime?: "skein" | "onnxruntime" | OnnxRuntime;
}

/**
 * Reads an ONNX file: its path, or its bytes. Weights in other files are looked for beside it. Within `withKeys` a sealed
 * file is opened, and one that is not signed by the trusted key is refused; the same holds for the files beside it.
 *
 * ```ts
 * const model = (await readOnnx("encoder.onnx")).to(device);
 * const { features } = await model.run({ image: { data, shape: [8, 3, 224, 224] } });
 * ```
 *
 * With the runtime "skein" the model is a module, which runs on every device and can be trained further;
 * docs/onnx-operators.md lists the operators. ONNX Runtime knows all of ONNX's operators, and computes alone.
 * @throws {ModelFileError} where the file cannot be read or is no ONNX model; where nodes are not supported, naming all
 *   of them.
 * @throws {SkeinError} where ONNX Runtime is asked for and its package is not installed.
 * @throws {ArgumentError} where an option is not what is described there.
 */
export function readOnnx(
  source: string | Uint8Array,
  options: ReadOnnxOptions & { readonly runtime: "onnxruntime" | OnnxRuntime },
): Promise<OnnxRuntimeModel>;
export function readOnnx(
  source: string | Uint8Array,
  options?: ReadOnnxOptions & { readonly runtime?: "skein" },
): Promise<OnnxModel>;
export async function readOnnx(
  source: string | Uint8Array,
  options: ReadOnnxOptions = {},
): Promise<OnnxModel | OnnxRuntimeModel> {
  const { runtime = "skein" } = options;
  if (
    typeof runtime === "string" ? !["skein", "onnxruntime"].includes(runtime) : !runtime?.InferenceSession
  ) {
    throw new ArgumentError(
      `readOnnx: runtime is ${String(runtime)}: give "skein", "onnxruntime" or such a package`,
    );
  }
  if (typeof source !== "string" && !(source instanceof Uint8Array)) {
    throw new ArgumentError("readOnnx: give the path of a file, or its bytes as a Uint8Array");
  }
  const file = typeof source === "string" ? source : undefined;
  const bytes = typeof source === "string" ? await readBytes(source, MOST_BYTES) : source;
  const name = options.name ?? (file === undefined ? "the model" : excerpt(basename(file)));
  if (runtime !== "skein") {
    return OnnxRuntimeModel.create(
      runtime === "onnxruntime" ? await importRuntime() : runtime,
      bytes,
      name,
      file,
    );
  }
  if (file === undefined || options.externalData) return parseOnnx(bytes, { ...options, name });
  const message = decodeModel(bytes, name);
  return modelOf(message, name, await externalDataIn(dirname(file), message), options);
}
