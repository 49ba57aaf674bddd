/** Values on the host: constants of a file, shapes, indices, and what is computed from them alone. */
import { ModelFileError } from "../errors.js";
import { show, sizeOf } from "../tensor/index.js";
import { convert, type ElementType, factsOf, typeName } from "./element_types.js";
import type { TensorMessage } from "./schema.js";
import { countNumbers, eachFloat, eachInteger, integersOf } from "./wire.js";

export type Values = Float32Array | Float64Array;

/** A tensor of the host; row-major. Whole numbers and truth values (0 and 1) are float64, floats are float32. */
export class HostTensor {
  #values: Values | null = null;
  readonly #decode: (to: Values) => void;

  /** @param values the values, or what writes them when they are first needed. */
  constructor(
    readonly type: ElementType,
    readonly shape: readonly number[],
    values: Values | ((to: Values) => void),
  ) {
    if (typeof values === "function") {
      this.#decode = values;
    } else {
      this.#values = values;
      this.#decode = (to) => to.set(values);
    }
  }

  static of(type: ElementType, shape: readonly number[], values: ArrayLike<number>): HostTensor {
    const result = valuesFor(type, values.length);
    for (let i = 0; i < values.length; i++) result[i] = convert(values[i]!, type);
    return new HostTensor(type, shape, result);
  }

  static integers(values: readonly number[], shape: readonly number[] = [values.length]): HostTensor {
    return HostTensor.of("int64", shape, values);
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** The values, which stay decoded. */
  get values(): Values {
    if (!this.#values) {
      this.#values = valuesFor(this.type, this.size);
      this.#decode(this.#values);
    }
    return this.#values;
  }

  /** Decodes the values into memory of the caller. */
  copyTo(to: Values): void {
    if (this.#values) to.set(this.#values);
    else this.#decode(to);
  }

  /** The same values in another shape. */
  reshaped(shape: readonly number[]): HostTensor {
    return new HostTensor(this.type, shape, this.#values ?? this.#decode);
  }
}

function valuesFor(type: ElementType, size: number): Values {
  return type === "float32" || type === "float16" || type === "bfloat16"
    ? new Float32Array(size)
    : new Float64Array(size);
}

/** Elements that a tensor has at most. */
const MOST_ELEMENTS = 2 ** 31;
/** Axes that a value has at most. */
export const MOST_AXES = 8;

/**
 * Bytes of a tensor that lies in another file, or a function that reads them when they are needed: `offset` and `length`
 * as ONNX's external_data gives them.
 */
export type ExternalData = (
  location: string,
  offset: number,
  length: number,
) => Uint8Array | (() => Uint8Array);

/**
 * The tensor that a message describes. Sizes are checked, and compared with the bytes that there are, before memory is
 * taken; values are decoded when they are needed.
 * @throws {ModelFileError} where the message contradicts itself, or its type is not read.
 */
export function readTensor(message: TensorMessage, where: string, external: ExternalData | null): HostTensor {
  const fail = (reason: string) => new ModelFileError(`${where}: ${reason}`);
  const facts = factsOf(message.dataType);
  if (!facts)
    throw fail(`values of ${typeName(message.dataType)} are not read: give float or integer values`);
  if (countNumbers(message.dims ?? [], "varint") > MOST_AXES) {
    throw fail(`more than ${MOST_AXES} axes: export it again`);
  }
  const shape = integersOf(message.dims);
  const size = sizeOf(shape);
  if (shape.some((extent) => extent < 0) || !(size <= MOST_ELEMENTS)) {
    throw fail(`the shape ${show(shape)} is negative or too large: export it again`);
  }
  const { type, bytes, read, field, fromField = (value: number) => value } = facts;
  const raw =
    message.dataLocation === 1 ? externalBytes(message, where, external, size * bytes) : message.rawData;
  if (raw) {
    const checked = (bytesOf: Uint8Array) => {
      if (bytesOf.length === size * bytes) return bytesOf;
      throw fail(
        `${bytesOf.length} bytes for shape ${show(shape)} of ${type}, which takes ${size * bytes}: export it again`,
      );
    };
    const source = typeof raw === "function" ? () => checked(raw()) : checked(raw);
    return new HostTensor(type, shape, (to) => {
      const data = typeof source === "function" ? source() : source;
      if (type === "float32" && to instanceof Float32Array && data.byteOffset % 4 === 0) {
        to.set(new Float32Array(data.buffer, data.byteOffset, size));
        return;
      }
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      for (let i = 0; i < size; i++) to[i] = read(view, i * bytes);
    });
  }
  const numbers = message[field] ?? [];
  const wide = field === "floatData" ? 4 : field === "doubleData" ? 8 : null;
  const count = countNumbers(numbers, wide ?? "varint");
  if (count !== size)
    throw fail(`${count} values for shape ${show(shape)}, which has ${size}: export it again`);
  return new HostTensor(type, shape, (to) => {
    if (wide) eachFloat(numbers, wide, (value, i) => (to[i] = value));
    else
      eachInteger(numbers, (value, i) => (to[i] = convert(fromField(value), type)), field !== "uint64Data");
  });
}

function externalBytes(
  message: TensorMessage,
  where: string,
  external: ExternalData | null,
  expected: number,
): ReturnType<ExternalData> {
  const entries = new Map((message.externalData ?? []).map(({ key = "", value = "" }) => [key, value]));
  const location = entries.get("location");
  const offset = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? expected);
  const whole = Number.isSafeInteger(offset) && offset >= 0 && length === expected;
  if (!location || !whole) {
    throw new ModelFileError(
      `${where}: its external data are at ${location ?? "no place"}, offset ${offset}, ${length} bytes of ${expected}: export it again`,
    );
  }
  if (!external) {
    throw new ModelFileError(
      `${where}: its values are in the file ${location}: give its bytes as externalData`,
    );
  }
  return external(location, offset, length);
}
