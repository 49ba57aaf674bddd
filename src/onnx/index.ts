/**
 * Models of ONNX files; needs no Node.
 *
 * @module skein/web/onnx
 */
export type { OnnxValueInfo } from "./graph.js";
export type { ExternalData } from "./host_tensor.js";
export { type OnnxArray, OnnxModel, type OnnxOptions, type OnnxResult } from "./model.js";
export { type ParseOnnxOptions, parseOnnx } from "./parse.js";
