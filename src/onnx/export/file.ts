/** Writes ONNX files: the messages and fields of onnx.proto that one graph needs. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** Whole numbers, texts, and lists of either; other numbers are marked. */
export type Attribute = number | string | readonly number[] | readonly string[] | { readonly float: number };

export interface FileNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: { readonly [name: string]: Attribute };
}

export interface FileTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
  /** Where the data are if not in the file. */
  readonly external?: { readonly location: string; readonly offset: number; readonly length: number };
}

export interface OnnxFile {
  readonly opset?: number;
  readonly inputs: { readonly [name: string]: readonly (number | string)[] };
  readonly outputs: readonly string[];
  readonly constants?: { readonly [name: string]: FileTensor };
  readonly nodes: readonly FileNode[];
}

const FLOAT = 1;
const INT64 = 7;

const message = (w: BinaryWriter, field: number, write: (w: BinaryWriter) => void) => {
  w.tag(field, WireType.LengthDelimited).fork();
  write(w);
  w.join();
};
const text = (w: BinaryWriter, field: number, value: string) =>
  w.tag(field, WireType.LengthDelimited).string(value);
const whole = (w: BinaryWriter, field: number, value: number) =>
  w.tag(field, WireType.Varint).int64(BigInt(value));

/** ONNX's AttributeProto.AttributeType. */
function attributeType(value: Attribute): number {
  if (typeof value === "number") return 2;
  if (typeof value === "string") return 3;
  if ("float" in value) return 1;
  return typeof value[0] === "string" ? 8 : 7;
}

function attribute(w: BinaryWriter, name: string, value: Attribute): void {
  text(w, 1, name);
  if (typeof value === "number") {
    whole(w, 3, value);
  } else if (typeof value === "string") {
    text(w, 4, value);
  } else if ("float" in value) {
    w.tag(2, WireType.Bit32).float(value.float);
  } else {
    for (const each of value) {
      if (typeof each === "number") whole(w, 8, each);
      else text(w, 9, each);
    }
  }
  whole(w, 20, attributeType(value));
}

function tensor(w: BinaryWriter, name: string, { shape, data, external }: FileTensor): void {
  for (const extent of shape) whole(w, 1, extent);
  whole(w, 2, data instanceof Float32Array ? FLOAT : INT64);
  text(w, 8, name);
  if (!external) {
    w.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return;
  }
  for (const [key, value] of Object.entries(external)) {
    message(w, 13, (entry) => {
      text(entry, 1, key);
      text(entry, 2, String(value));
    });
  }
  whole(w, 14, 1);
}

function info(w: BinaryWriter, name: string, shape: readonly (number | string)[] | null): void {
  text(w, 1, name);
  message(w, 2, (type) =>
    message(type, 1, (tensorType) => {
      whole(tensorType, 1, FLOAT);
      if (!shape) return;
      message(tensorType, 2, (dimensions) => {
        for (const extent of shape) {
          message(dimensions, 1, (dimension) => {
            if (typeof extent === "number") whole(dimension, 1, extent);
            else text(dimension, 2, extent);
          });
        }
      });
    }),
  );
}

/** The bytes of a file. */
export function onnxFile({ opset = 17, inputs, outputs, constants = {}, nodes }: OnnxFile): Uint8Array {
  const w = new BinaryWriter();
  whole(w, 1, 8);
  message(w, 7, (graph) => {
    for (const { op, inputs, outputs, attributes = {} } of nodes) {
      message(graph, 1, (node) => {
        for (const name of inputs) text(node, 1, name);
        for (const name of outputs) text(node, 2, name);
        text(node, 3, `${op}_${outputs[0]}`);
        text(node, 4, op);
        for (const [name, value] of Object.entries(attributes)) {
          message(node, 5, (each) => attribute(each, name, value));
        }
      });
    }
    for (const [name, value] of Object.entries(constants))
      message(graph, 5, (each) => tensor(each, name, value));
    for (const [name, shape] of Object.entries(inputs)) message(graph, 11, (each) => info(each, name, shape));
    for (const name of outputs) message(graph, 12, (each) => info(each, name, null));
  });
  message(w, 8, (set) => whole(set, 2, opset));
  return w.finish();
}
