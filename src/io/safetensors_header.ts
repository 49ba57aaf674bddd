/**
 * The JSON header of a safetensors file, between its entries and its bytes.
 */
import { excerpt } from "../errors.js";

/**
 * Element types by their names in the format. Node 20 has no typed array of 16-bit floats: those of F16 and BF16 are
 * their bits. Elements of BOOL are 0 or 1.
 */
export const ELEMENT_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

/** An element type's name in the format. */
export type Dtype = keyof typeof ELEMENT_TYPES;

/** The typed array of each dtype. */
export interface ElementArrays {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly F16: Uint16Array;
  readonly BF16: Uint16Array;
  readonly I64: BigInt64Array;
  readonly U64: BigUint64Array;
  readonly I32: Int32Array;
  readonly U32: Uint32Array;
  readonly I16: Int16Array;
  readonly U16: Uint16Array;
  readonly I8: Int8Array;
  readonly U8: Uint8Array;
  readonly BOOL: Uint8Array;
}

/** The reference implementation's limit. */
export const MAX_HEADER_BYTES = 100_000_000;

/** Where a tensor lies: bytes `begin` to `end` of the data after the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Throws an error that gives `reason`. */
type Fail = (reason: string) => never;

/** Writes a header; spaces at its end make the data after it start at a multiple of 8. */
export function formatHeader(
  entries: readonly TensorEntry[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const members = entries.map(
    ({ name, dtype, shape, begin, end }) =>
      [name, { dtype, shape, data_offsets: [begin, end] }] as [string, unknown],
  );
  const strings = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  if (strings.length > 0) members.unshift(["__metadata__", Object.fromEntries(strings)]);
  // Written member by member: an object would put names that are integers ("0") before all others.
  const json = `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
  const bytes = new TextEncoder().encode(json);
  const padded = new Uint8Array(Math.ceil(bytes.byteLength / 8) * 8).fill(" ".charCodeAt(0));
  padded.set(bytes);
  return padded;
}

/**
 * Reads a header and checks it against the size of the data.
 *
 * @param dataBytes How many bytes follow the header.
 * @param fail Called with what is wrong.
 * @returns Entries in the order of their data, which they cover without a gap.
 */
export function parseHeader(
  header: Uint8Array,
  dataBytes: number,
  fail: Fail,
): { entries: TensorEntry[]; metadata: Record<string, string> } {
  const members = parseObject(header, fail);
  const entries: TensorEntry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(members)) {
    if (name === "__metadata__") metadata = checkMetadata(value, fail);
    else entries.push(checkEntry(name, value, fail));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (end > dataBytes) {
      fail(
        `tensor ${excerpt(name)} ends at byte ${end} of the data, which has only ${dataBytes} (is it cut off?)`,
      );
    }
    if (begin < covered) fail(`tensor ${excerpt(name)} overlaps the tensor before it`);
    if (begin > covered) fail(`bytes ${covered} to ${begin} of the data belong to no tensor`);
    covered = end;
  }
  if (covered < dataBytes) fail(`the last ${dataBytes - covered} bytes belong to no tensor`);
  return { entries, metadata };
}

function parseObject(header: Uint8Array, fail: Fail): Record<string, unknown> {
  let text = "";
  let value: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
    value = JSON.parse(text);
  } catch (error) {
    fail(`its header is not JSON (${(error as Error).message})`);
  }
  if (!isObject(value)) return fail("its header is not a JSON object");
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) fail(`its header has ${excerpt(JSON.stringify(duplicate))} twice`);
  return value;
}

function checkMetadata(value: unknown, fail: Fail): Record<string, string> {
  if (!isObject(value)) return fail("its __metadata__ is not a JSON object");
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== "string") fail(`its __metadata__ ${excerpt(JSON.stringify(key))} is not a string`);
  }
  return value as Record<string, string>;
}

function checkEntry(name: string, value: unknown, fail: Fail): TensorEntry {
  if (!isObject(value)) return fail(`tensor ${excerpt(name)} is not described by a JSON object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(ELEMENT_TYPES, dtype)) {
    return fail(
      `tensor ${excerpt(name)} has dtype ${excerpt(String(JSON.stringify(dtype)))}, and this reads ${Object.keys(ELEMENT_TYPES).join(", ")}`,
    );
  }
  if (!isSizes(shape))
    return fail(
      `tensor ${excerpt(name)} has shape ${excerpt(String(JSON.stringify(shape)))}, no list of sizes`,
    );
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) {
    return fail(
      `tensor ${excerpt(name)} has data_offsets ${excerpt(String(JSON.stringify(offsets)))}, no [begin, end]`,
    );
  }
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce(
    (product, size) => product * size,
    ELEMENT_TYPES[dtype as Dtype].BYTES_PER_ELEMENT,
  );
  if (bytes !== end - begin) {
    fail(
      `tensor ${excerpt(name)} is ${dtype} [${excerpt(shape.join(", "))}], ${bytes} bytes, but has ${end - begin}`,
    );
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/**
 * The first key that an object in `json` has twice. `JSON.parse` keeps the last of them in silence, so that
 * two readers could see two different models in one file.
 *
 * @param json Valid JSON.
 */
function findDuplicateKey(json: string): string | undefined {
  const keysOfOpen: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === "{" || character === "[") keysOfOpen.push(new Set());
    else if (character === "}" || character === "]") keysOfOpen.pop();
    else if (character === '"') {
      const start = i;
      for (i++; json[i] !== '"'; i++) if (json[i] === "\\") i++;
      // In valid JSON a string before a colon is a key.
      let next = i + 1;
      while (" \t\r\n".includes(json[next] ?? "end")) next++;
      if (json[next] !== ":") continue;
      const key = JSON.parse(json.slice(start, i + 1)) as string;
      const keys = keysOfOpen.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
