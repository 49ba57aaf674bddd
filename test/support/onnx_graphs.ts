/** Small ONNX graphs whose inputs have other types than float32. */
import { type OnnxFile, onnxFile } from "../../src/onnx/export/file.js";
import { graphOf } from "../../src/onnx/graph.js";
import { OnnxModel, type OnnxOptions } from "../../src/onnx/model.js";
import { type ModelMessage, modelSchema } from "../../src/onnx/schema.js";
import { decode } from "../../src/onnx/wire.js";

/** ONNX's codes of element types. */
const codes = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 };

/** A model of a file, whose inputs are float32 where `types` has no other type for them. */
export function typedModel(
  file: OnnxFile,
  types: { readonly [input: string]: keyof typeof codes },
  options: OnnxOptions = {},
): OnnxModel {
  const message = decode(modelSchema, onnxFile(file), "the model") as ModelMessage;
  const inputs = message.graph!.inputs!.map((input) => ({
    ...input,
    type: { tensor: { ...input.type!.tensor, elementType: codes[types[input.name!] ?? "float32"] } },
  }));
  return new OnnxModel(
    graphOf({ ...message, graph: { ...message.graph, inputs } }, "the model", null),
    options,
  );
}

/** Whole numbers as a constant of a file. */
export const integers = (...values: number[]) => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});
