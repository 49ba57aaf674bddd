/**
 * The header of age's files, version 1 (C2SP, https://c2sp.org/age): how the file key is wrapped for each recipient, and
 * a MAC over it.
 */
import { hkdfSync } from "node:crypto";
import { base64nopad } from "@scure/base";
import { ModelFileError } from "../../errors.js";
import { MAGIC } from "./magic.js";

/** Some thousand recipients; a file that claims more is refused before more of it is read. */
export const MAX_HEADER_BYTES = 1 << 20;
/** Bytes of a body's line: 64 characters. */
const LINE_BYTES = 48;
const MAC_BYTES = 32;

/** The file key for one recipient. */
export interface Stanza {
  /** The kind of recipient, and what it needs. */
  readonly args: readonly [kind: string, ...rest: string[]];
  readonly body: Uint8Array;
}

export interface Header {
  readonly stanzas: readonly Stanza[];
  readonly mac: Uint8Array;
  /** What the MAC is over. */
  readonly signed: Uint8Array;
  /** Length of the whole header in bytes. */
  readonly bytes: number;
}

/** A header that is not what the format says. */
export class AgeFormatError extends ModelFileError {
  constructor(reason: string) {
    super(`it is no usable encrypted file: ${reason}`);
  }
}

/** A key that follows from the file key, by HKDF with SHA-256. */
export function derive(key: Uint8Array, salt: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, salt, info, 32));
}

/** Writes stanzas as text, up to what the MAC is over. */
export function formatStanzas(stanzas: readonly Stanza[]): string {
  const lines = stanzas.flatMap(({ args, body }) => {
    const text = base64nopad.encode(body);
    const wrapped = text.match(/.{1,64}/g) ?? [];
    // The last line is shorter than the others, if need be empty.
    return [`-> ${args.join(" ")}`, ...wrapped, ...(text.length % 64 === 0 ? [""] : [])];
  });
  return `${MAGIC}${lines.join("\n")}\n---`;
}

/**
 * Reads a header at the beginning of `bytes`.
 * @throws {AgeFormatError} when it is none, also where it is cut off.
 */
export function parseHeader(bytes: Uint8Array): Header {
  const lines = new Lines(bytes.subarray(0, MAX_HEADER_BYTES));
  if (`${lines.next()}\n` !== MAGIC) throw new AgeFormatError("it does not begin as one");
  const stanzas: Stanza[] = [];
  for (;;) {
    const begin = lines.position;
    const line = lines.next();
    if (line.startsWith("--- ")) {
      if (stanzas.length === 0) throw new AgeFormatError("its header names no recipient");
      const mac = decoded(line.slice(4));
      if (mac.length !== MAC_BYTES) throw new AgeFormatError("its header has no MAC of 32 bytes");
      return { stanzas, mac, signed: bytes.subarray(0, begin + 3), bytes: lines.position };
    }
    stanzas.push({ args: argsOf(line), body: bodyOf(lines) });
  }
}

function argsOf(line: string): [string, ...string[]] {
  const [arrow, ...args] = line.split(" ");
  const [kind, ...rest] = args;
  if (arrow !== "->" || !kind || args.some((arg) => !/^[\x21-\x7e]+$/.test(arg))) {
    throw new AgeFormatError("its header has a line that is none");
  }
  return [kind, ...rest];
}

function bodyOf(lines: Lines): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = decoded(lines.next());
    if (part.length > LINE_BYTES) throw new AgeFormatError("its header has a line that is too long");
    parts.push(part);
    if (part.length < LINE_BYTES) return Buffer.concat(parts);
  }
}

/** @throws {AgeFormatError} for text that is not base64 in its one form. */
export function decoded(text: string): Uint8Array {
  try {
    return base64nopad.decode(text);
  } catch {
    throw new AgeFormatError("its header has a line that is not base64");
  }
}

class Lines {
  readonly #bytes: Uint8Array;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0) throw new AgeFormatError("its header has no end");
    const line = Buffer.from(this.#bytes.subarray(this.position, end)).toString("latin1");
    this.position = end + 1;
    return line;
  }
}
