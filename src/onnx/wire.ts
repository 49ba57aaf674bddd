/**
 * Protocol buffers by a table of fields: what ONNX files are written in. Memory is bounded before anything is kept:
 * numbers and bytes stay where they are in the file, and everything else is counted.
 */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { ModelFileError } from "../errors.js";

/**
 * "numbers" is a repeated number of fixed size, and "integers" one of varints, kept as the bytes it was written in: `Numbers`
 * decodes it when it is needed. "message" and "messages" name another table.
 */
type Field =
  | readonly ["integer" | "float" | "text" | "bytes" | "texts" | "numbers" | "integers"]
  | readonly ["message" | "messages", Schema];

/** Fields of a message by their number: a name, and what it holds. Others are skipped. */
export interface Schema {
  readonly [number: number]: readonly [name: string, ...field: Field];
}

/** A repeated number as the file has it: runs of packed values, or single ones. */
export type Numbers = readonly Uint8Array[];

/** A decoded message. Fields that the file lacks are missing. */
export type Message = { [name: string]: unknown };

/**
 * Bytes that decoded messages may take, by an estimate; the file itself is not counted. A node takes about 40 times its
 * bytes in the file.
 */
const mostBytes = (file: number) => Math.min(512 * 2 ** 20, 24 * 2 ** 20 + 48 * file);
/** Estimates of what JavaScript takes for an object, a text and an entry of an array. */
const COST = { message: 400, text: 80, entry: 150 };

/** What is left of the memory. */
class Budget {
  readonly #where: string;
  readonly #most: number;
  #left: number;

  constructor(where: string, file: number) {
    this.#where = where;
    this.#most = mostBytes(file);
    this.#left = this.#most;
  }

  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    throw new ModelFileError(
      `${this.#where} has more parts than ${Math.round(this.#most / 2 ** 20)} MiB of memory hold: export a smaller model`,
    );
  }
}

/**
 * Decodes a message.
 * @param where names the message in errors: "model.onnx".
 * @throws {ModelFileError} where the bytes are no such message, or hold more parts than memory is given for.
 */
export function decode(schema: Schema, bytes: Uint8Array, where: string): Message {
  const path: (string | number)[] = [];
  try {
    return message(schema, bytes, new Budget(where, bytes.length), path);
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    const part = path.length > 0 ? `its part ${path.join(".")}` : "its first part";
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFileError(`${where} is no ONNX file: ${part} cannot be read (${reason}): export it again`);
  }
}

function message(schema: Schema, bytes: Uint8Array, budget: Budget, path: (string | number)[]): Message {
  budget.take(COST.message);
  const result: Message = {};
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag();
    const entry = schema[number];
    if (!entry) {
      reader.skip(wire, number);
      continue;
    }
    const [name, kind, inner] = entry;
    path.push(name);
    const list = () => {
      budget.take(COST.entry);
      if (!Object.hasOwn(result, name)) result[name] = [];
      return result[name] as unknown[];
    };
    if (kind === "numbers" || kind === "integers") {
      const data = wire === WireType.LengthDelimited ? reader.bytes() : reader.skip(wire, number);
      if (kind === "integers") expectVarints(data);
      list().push(data);
    } else if (kind === "integer") {
      expect(wire, WireType.Varint);
      result[name] = Number(reader.int64());
    } else if (kind === "float") {
      expect(wire, WireType.Bit32);
      result[name] = reader.float();
    } else {
      expect(wire, WireType.LengthDelimited);
      const data = reader.bytes();
      if (kind === "bytes") {
        result[name] = data;
      } else if (kind === "text") {
        result[name] = text(data, budget);
      } else if (kind === "texts") {
        list().push(text(data, budget));
      } else if (kind === "messages") {
        const items = list();
        path.push(items.length);
        items.push(message(inner!, data, budget, path));
        path.pop();
      } else {
        result[name] = message(inner!, data, budget, path);
      }
    }
    path.pop();
  }
  return result;
}

function expect(wire: WireType, wanted: WireType): void {
  if (wire !== wanted) throw new RangeError(`wire type ${wire} in place of ${wanted}`);
}

/** Bytes of a varint of 64 bits, 7 in each. */
const VARINT_BYTES = 10;

/** Whether bytes are whole varints, so that decoding them later cannot fail. */
function expectVarints(bytes: Uint8Array): void {
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (at - start >= VARINT_BYTES) throw new RangeError("an integer of more than 64 bits");
    if (bytes[at]! < 128) start = at + 1;
  }
  if (start < bytes.length) throw new RangeError("an integer that is cut off");
}

function text(bytes: Uint8Array, budget: Budget): string {
  budget.take(COST.text + 2 * bytes.length);
  return new TextDecoder().decode(bytes);
}

/** How many numbers of a kind there are; -1 where the bytes are no whole number of them. */
export function countNumbers(numbers: Numbers, kind: "varint" | 4 | 8): number {
  if (kind !== "varint") {
    const bytes = numbers.reduce((sum, { length }) => sum + length, 0);
    return bytes % kind === 0 ? bytes / kind : -1;
  }
  let count = 0;
  for (const run of numbers) {
    for (const byte of run) if (byte < 128) count++;
    if (run.length > 0 && run.at(-1)! >= 128) return -1;
  }
  return count;
}

/** Whole numbers; those above 2^53 are rounded. */
export function integersOf(numbers: Numbers = []): number[] {
  const result: number[] = [];
  eachInteger(numbers, (value) => result.push(value));
  return result;
}

export function eachInteger(
  numbers: Numbers,
  take: (value: number, index: number) => void,
  signed = true,
): void {
  let index = 0;
  for (const run of numbers) {
    const reader = new BinaryReader(run);
    while (reader.pos < reader.len) take(Number(signed ? reader.int64() : reader.uint64()), index++);
  }
}

/** Numbers of four or eight bytes. */
export function eachFloat(
  numbers: Numbers,
  bytes: 4 | 8,
  take: (value: number, index: number) => void,
): void {
  let index = 0;
  for (const run of numbers) {
    const view = new DataView(run.buffer, run.byteOffset, run.byteLength);
    for (let at = 0; at + bytes <= run.length; at += bytes) {
      take(bytes === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true), index++);
    }
  }
}
