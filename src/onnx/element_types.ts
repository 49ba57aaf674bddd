/** Element types of ONNX (TensorProto.DataType), and how their values are read. */
import { bfloatToNumber, halfToNumber } from "../io/half_floats.js";

/** Types of values that are read. Device memory has float32 for all of them. */
export type ElementType =
  | "float32"
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "int32"
  | "int64"
  | "bool"
  | "float16"
  | "float64"
  | "uint32"
  | "uint64"
  | "bfloat16";

interface Facts {
  readonly type: ElementType;
  readonly bytes: 1 | 2 | 4 | 8;
  /** One value of `rawData`. */
  readonly read: (view: DataView, at: number) => number;
  /** The field that holds values without `rawData`. */
  readonly field: "floatData" | "int32Data" | "int64Data" | "uint64Data" | "doubleData";
  /** A value of that field. */
  readonly fromField?: (value: number) => number;
}

const facts: { readonly [code: number]: Facts } = {
  1: { type: "float32", bytes: 4, read: (v, at) => v.getFloat32(at, true), field: "floatData" },
  2: { type: "uint8", bytes: 1, read: (v, at) => v.getUint8(at), field: "int32Data" },
  3: { type: "int8", bytes: 1, read: (v, at) => v.getInt8(at), field: "int32Data" },
  4: { type: "uint16", bytes: 2, read: (v, at) => v.getUint16(at, true), field: "int32Data" },
  5: { type: "int16", bytes: 2, read: (v, at) => v.getInt16(at, true), field: "int32Data" },
  6: { type: "int32", bytes: 4, read: (v, at) => v.getInt32(at, true), field: "int32Data" },
  7: { type: "int64", bytes: 8, read: (v, at) => Number(v.getBigInt64(at, true)), field: "int64Data" },
  9: { type: "bool", bytes: 1, read: (v, at) => Number(v.getUint8(at) !== 0), field: "int32Data" },
  10: {
    ...{ type: "float16", bytes: 2, field: "int32Data" },
    read: (v, at) => halfToNumber(v.getUint16(at, true)),
    fromField: halfToNumber,
  },
  11: { type: "float64", bytes: 8, read: (v, at) => v.getFloat64(at, true), field: "doubleData" },
  12: { type: "uint32", bytes: 4, read: (v, at) => v.getUint32(at, true), field: "uint64Data" },
  13: { type: "uint64", bytes: 8, read: (v, at) => Number(v.getBigUint64(at, true)), field: "uint64Data" },
  16: {
    ...{ type: "bfloat16", bytes: 2, field: "int32Data" },
    read: (v, at) => bfloatToNumber(v.getUint16(at, true)),
    fromField: bfloatToNumber,
  },
};

const names: { readonly [code: number]: string } = {
  ...{ 8: "string", 14: "complex64", 15: "complex128", 17: "float8e4m3fn", 18: "float8e4m3fnuz" },
  ...{ 19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4", 23: "float4e2m1" },
};

/** Undefined for a type that is not read. */
export const factsOf = (code: number | undefined): Facts | undefined => facts[code ?? 0];

/** The type's name for messages. */
export const typeName = (code: number | undefined): string =>
  facts[code ?? 0]?.type ?? names[code ?? 0] ?? `type ${code ?? 0}`;

export const isFloat = (type: ElementType): boolean => /float/.test(type);
export const isInteger = (type: ElementType): boolean => /int/.test(type);

/** Wraps whole numbers into a type's range, and rounds numbers to float32. */
export function convert(value: number, to: ElementType): number {
  switch (to) {
    case "bool":
      return Number(value !== 0);
    case "int8":
      return (Math.trunc(value) << 24) >> 24;
    case "uint8":
      return Math.trunc(value) & 255;
    case "int16":
      return (Math.trunc(value) << 16) >> 16;
    case "uint16":
      return Math.trunc(value) & 65535;
    case "int32":
      return Math.trunc(value) | 0;
    case "uint32":
      return Math.trunc(value) >>> 0;
    case "int64":
    case "uint64":
      return Math.trunc(value);
    default:
      return to === "float64" ? value : Math.fround(value);
  }
}
