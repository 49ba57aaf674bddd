// Writes ONNX models: the few messages and fields of onnx.proto (https://onnx.ai) that one graph needs.
import protobuf from "protobufjs";
import { permute } from "./protocol.mjs";

const { root } = protobuf.parse(
  `
  syntax = "proto2";
  message Attribute {
    optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
    repeated int64 ints = 8; repeated bytes strings = 9; optional int32 type = 20;
  }
  message Tensor {
    repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9;
  }
  message Dimension { optional int64 dim_value = 1; }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Node {
    repeated string input = 1; repeated string output = 2; optional string name = 3;
    optional string op_type = 4; repeated Attribute attribute = 5;
  }
  message Graph {
    repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5;
    repeated ValueInfo input = 11; repeated ValueInfo output = 12;
  }
  message OperatorSet { optional string domain = 1; optional int64 version = 2; }
  message Model { optional int64 ir_version = 1; optional Graph graph = 7; repeated OperatorSet opset_import = 8; }
`,
  { keepCase: true },
);
const Model = root.lookupType("Model");

const FLOAT = 1;
const types = { float32: FLOAT, uint8: 2, int64: 7 };
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 };

function attribute(name, value) {
  if (typeof value === "string") return { name, s: Buffer.from(value), type: attributeTypes.string };
  if (Array.isArray(value)) return { name, ints: value, type: attributeTypes.ints };
  if (Number.isInteger(value)) return { name, i: value, type: attributeTypes.int };
  return { name, f: value, type: attributeTypes.float };
}

const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Collects nodes and constants; names of results come from the calls that make them. */
export class ModelWriter {
  #nodes = [];
  #constants = [];
  #inputs = [];
  #count = 0;

  input(name, shape, type = "float32") {
    this.#inputs.push(valueInfo(name, shape, type));
    return name;
  }

  /** A float32 constant. */
  constant({ data, shape }) {
    return this.#constant(FLOAT, shape, bytesOf(Float32Array.from(data)));
  }

  /** Whole numbers, as shapes are given. */
  integers(values) {
    return this.#constant(types.int64, [values.length], bytesOf(BigInt64Array.from(values, BigInt)));
  }

  /** Adds a node; returns the name of its result number `wanted`. */
  node(op, inputs, attributes = {}, { results = 1, wanted = 0 } = {}) {
    const output = Array.from({ length: results }, () => `v${this.#count++}`);
    this.#nodes.push({
      op_type: op,
      input: inputs,
      output,
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    return output[wanted];
  }

  /** The model's bytes, with one result of a given shape, which is named `output`. */
  finish(result, shape) {
    this.#nodes.push({ op_type: "Identity", input: [result], output: ["output"], attribute: [] });
    const graph = {
      name: "bench",
      node: this.#nodes,
      initializer: this.#constants,
      input: this.#inputs,
      output: [valueInfo("output", shape, "float32")],
    };
    const model = { ir_version: 8, graph, opset_import: [{ domain: "", version: 17 }] };
    return Model.encode(Model.fromObject(model)).finish();
  }

  #constant(data_type, dims, raw_data) {
    const name = `c${this.#count++}`;
    this.#constants.push({ name, dims, data_type, raw_data });
    return name;
  }
}

function valueInfo(name, shape, type) {
  const dim = shape.map((dim_value) => ({ dim_value }));
  return { name, type: { tensor_type: { elem_type: types[type], shape: { dim } } } };
}

/** Of images with the channels first; the weight is Skein's [O, KH, KW, C / groups], the bias may be missing. */
export function convolution(model, x, weight, bias, { stride = 1, padding = 0, groups = 1 }) {
  const kernel = weight.shape[1];
  const constants = [permute(weight, [0, 3, 1, 2]), ...(bias ? [bias] : [])].map((each) =>
    model.constant(each),
  );
  return model.node("Conv", [x, ...constants], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    group: groups,
  });
}
