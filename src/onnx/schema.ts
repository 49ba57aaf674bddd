/** The messages of onnx.proto (https://github.com/onnx/onnx, Apache-2.0) and their fields, as far as they are read. */
import type { Numbers, Schema } from "./wire.js";

const entry = { 1: ["key", "text"], 2: ["value", "text"] } satisfies Schema;

export const tensorSchema = {
  1: ["dims", "integers"],
  2: ["dataType", "integer"],
  4: ["floatData", "numbers"],
  5: ["int32Data", "integers"],
  6: ["stringData", "numbers"],
  7: ["int64Data", "integers"],
  8: ["name", "text"],
  9: ["rawData", "bytes"],
  10: ["doubleData", "numbers"],
  11: ["uint64Data", "integers"],
  13: ["externalData", "messages", entry],
  14: ["dataLocation", "integer"],
} satisfies Schema;

const attribute = {
  1: ["name", "text"],
  2: ["f", "float"],
  3: ["i", "integer"],
  4: ["s", "text"],
  5: ["t", "message", tensorSchema],
  6: ["g", "bytes"],
  7: ["floats", "numbers"],
  8: ["ints", "integers"],
  9: ["strings", "texts"],
  20: ["type", "integer"],
} satisfies Schema;

const node = {
  1: ["inputs", "texts"],
  2: ["outputs", "texts"],
  3: ["name", "text"],
  4: ["operator", "text"],
  5: ["attributes", "messages", attribute],
  7: ["domain", "text"],
} satisfies Schema;

const dimension = { 1: ["size", "integer"], 2: ["symbol", "text"] } satisfies Schema;
const shape = { 1: ["dimensions", "messages", dimension] } satisfies Schema;
const tensorType = { 1: ["elementType", "integer"], 2: ["shape", "message", shape] } satisfies Schema;
const type = { 1: ["tensor", "message", tensorType] } satisfies Schema;
const value = { 1: ["name", "text"], 2: ["type", "message", type] } satisfies Schema;

const graph = {
  1: ["nodes", "messages", node],
  2: ["name", "text"],
  5: ["initializers", "messages", tensorSchema],
  11: ["inputs", "messages", value],
  12: ["outputs", "messages", value],
  15: ["sparseInitializers", "numbers"],
} satisfies Schema;

const operatorSet = { 1: ["domain", "text"], 2: ["version", "integer"] } satisfies Schema;

export const modelSchema = {
  1: ["irVersion", "integer"],
  2: ["producer", "text"],
  7: ["graph", "message", graph],
  8: ["operatorSets", "messages", operatorSet],
} satisfies Schema;

/** What is read of a model that ONNX Runtime computes: nodes stay bytes, of which `operatorSchema` reads one. */
export const outlineSchema = {
  7: [
    "graph",
    "message",
    {
      1: ["nodes", "numbers"],
      5: ["initializers", "messages", { 8: ["name", "text"], 14: ["dataLocation", "integer"] }],
      11: ["inputs", "messages", value],
      12: ["outputs", "messages", value],
    },
  ],
} satisfies Schema;

export const operatorSchema = { 4: ["operator", "text"] } satisfies Schema;

export interface OutlineMessage {
  readonly graph?: {
    readonly nodes?: Numbers;
    readonly initializers?: readonly Pick<TensorMessage, "name" | "dataLocation">[];
    readonly inputs?: readonly ValueMessage[];
    readonly outputs?: readonly ValueMessage[];
  };
}

export interface TensorMessage {
  readonly dims?: Numbers;
  readonly dataType?: number;
  readonly name?: string;
  readonly floatData?: Numbers;
  readonly int32Data?: Numbers;
  readonly stringData?: Numbers;
  readonly int64Data?: Numbers;
  readonly uint64Data?: Numbers;
  readonly doubleData?: Numbers;
  readonly rawData?: Uint8Array;
  readonly externalData?: readonly { readonly key?: string; readonly value?: string }[];
  readonly dataLocation?: number;
}

export interface AttributeMessage {
  readonly name?: string;
  readonly f?: number;
  readonly i?: number;
  readonly s?: string;
  readonly t?: TensorMessage;
  readonly g?: Uint8Array;
  readonly floats?: Numbers;
  readonly ints?: Numbers;
  readonly strings?: readonly string[];
  readonly type?: number;
}

export interface NodeMessage {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly name?: string;
  readonly operator?: string;
  readonly attributes?: readonly AttributeMessage[];
  readonly domain?: string;
}

export interface ValueMessage {
  readonly name?: string;
  readonly type?: {
    readonly tensor?: {
      readonly elementType?: number;
      readonly shape?: {
        readonly dimensions?: readonly { readonly size?: number; readonly symbol?: string }[];
      };
    };
  };
}

export interface ModelMessage {
  readonly irVersion?: number;
  readonly producer?: string;
  readonly graph?: {
    readonly nodes?: readonly NodeMessage[];
    readonly name?: string;
    readonly initializers?: readonly TensorMessage[];
    readonly inputs?: readonly ValueMessage[];
    readonly outputs?: readonly ValueMessage[];
    readonly sparseInitializers?: Numbers;
  };
  readonly operatorSets?: readonly { readonly domain?: string; readonly version?: number }[];
}
