/** Encrypts and decrypts in age's format, version 1 (https://c2sp.org/age), as the commands `age` and `rage` do. */
import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";
import { ArgumentError, SealedFileError } from "../../errors.js";
import {
  AgeFormatError,
  derive,
  formatStanzas,
  type Header,
  MAX_HEADER_BYTES,
  parseHeader,
  type Stanza,
} from "./header.js";
import {
  CHUNK_BYTES,
  type PayloadSize,
  payloadSize,
  SEALED_CHUNK_BYTES,
  sealPayload,
  unsealChunk,
} from "./payload.js";
import {
  FILE_KEY_BYTES,
  parseIdentity,
  parseRecipient,
  unwrapWithIdentity,
  unwrapWithPassphrase,
  wrapForPassphrase,
  wrapForRecipient,
} from "./recipients.js";

/** A passphrase, or what asks for it where it is needed; null where nobody answers. */
export type Passphrase = string | (() => Promise<string | null>);

/** For whom something is sealed: recipients or a passphrase, not both. */
export interface SealOptions {
  /** Public keys, age1..., as `generateIdentity` or age-keygen gives them. */
  readonly recipients?: readonly string[];
  readonly passphrase?: Passphrase;
  /** log2 of scrypt's work for a passphrase, from 1 to 22. Default 18: about a second and 256 MiB. */
  readonly workFactor?: number;
}

/** What opens sealed files. */
export interface OpenOptions {
  /** Secret keys, AGE-SECRET-KEY-1... */
  readonly identities?: readonly string[];
  readonly passphrase?: Passphrase;
  /**
   * A file that asks for more of scrypt's work is refused before anything is computed. Default 22. So is one that asks for more
   * than half of the free memory.
   */
  readonly maxWorkFactor?: number;
}

const NONCE_BYTES = 16;

/**
 * Encrypts bytes as they come, so that any length takes no memory.
 * @throws {ArgumentError} when neither recipients nor a passphrase are given, or both, or a recipient is not a public key of age.
 */
export async function* sealStream(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: SealOptions,
): AsyncGenerator<Uint8Array> {
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const signed = Buffer.from(formatStanzas(await wrapped(fileKey, options)));
  const mac = createHmac("sha256", derive(fileKey, new Uint8Array(), "header"))
    .update(signed)
    .digest();
  yield Buffer.concat([signed, Buffer.from(` ${mac.toString("base64").replace("=", "")}\n`)]);
  const nonce = randomBytes(NONCE_BYTES);
  yield nonce;
  yield* sealPayload(derive(fileKey, nonce, "payload"), pieces);
}

async function wrapped(
  fileKey: Uint8Array,
  { recipients = [], passphrase, workFactor }: SealOptions,
): Promise<Stanza[]> {
  if (recipients.length > 0 && passphrase !== undefined) {
    throw new ArgumentError("sealing: give recipients or a passphrase; the format has no files for both");
  }
  if (passphrase === undefined) {
    if (recipients.length === 0) throw new ArgumentError("sealing: give recipients or a passphrase");
    return recipients.map((recipient) => wrapForRecipient(parseRecipient(recipient), fileKey));
  }
  const text = await answer(passphrase);
  if (text === null) throw new ArgumentError("sealing: no passphrase was given");
  return [await wrapForPassphrase(text, fileKey, workFactor)];
}

const answer = async (passphrase: Passphrase) =>
  typeof passphrase === "string" ? passphrase : await passphrase();

/** Encrypts bytes. Errors as `sealStream`. */
export async function sealBytes(bytes: Uint8Array, options: SealOptions): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of sealStream([bytes], options)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * What `sealBytes`, or age, encrypted. Nothing is returned unless all of it is unchanged.
 * @throws {ModelFileError} when the bytes are no age file or were changed, or nothing that was given opens them.
 * @throws {ArgumentError} when an identity is not a secret key of age.
 */
export async function openBytes(bytes: Uint8Array, options: OpenOptions): Promise<Uint8Array> {
  const read = async (begin: number, end: number) => bytes.subarray(begin, end);
  const payload = await openPayload(read, bytes.length, options);
  const opened = new Uint8Array(payload.size.bytes);
  for (let chunk = 0; chunk < payload.size.chunks; chunk++)
    opened.set(await payload.chunk(chunk), chunk * CHUNK_BYTES);
  return opened;
}

/** Bytes of a sealed file, fewer than asked for where it became shorter. */
export type ReadRange = (begin: number, end: number) => Promise<Uint8Array>;

/** The payload of a sealed file. */
export interface Payload {
  readonly size: PayloadSize;
  /** A chunk, decrypted. @throws {ModelFileError} when it was changed. */
  chunk(index: number): Promise<Uint8Array>;
}

/**
 * Finds the file key of a sealed file of `length` bytes, and checks its header and its last chunk: a file that was cut off
 * is refused before anything of it is read. Errors as `openBytes`.
 */
export async function openPayload(read: ReadRange, length: number, options: OpenOptions): Promise<Payload> {
  const header = await readHeader(read, length);
  const fileKey = await unwrap(header.stanzas, options);
  const mac = createHmac("sha256", derive(fileKey, new Uint8Array(), "header"))
    .update(header.signed)
    .digest();
  if (!timingSafeEqual(mac, header.mac)) throw new AgeFormatError("its header was changed");
  const begin = header.bytes + NONCE_BYTES;
  const size = payloadSize(length - begin);
  if (size === null) throw new AgeFormatError("it is cut off");
  const nonce = await read(header.bytes, begin);
  const key = derive(fileKey, nonce, "payload");
  const last = size.chunks - 1;
  const chunk = async (index: number) => {
    const from = begin + index * SEALED_CHUNK_BYTES;
    const sealed = await read(from, Math.min(from + SEALED_CHUNK_BYTES, length));
    const bytes = unsealChunk(key, index, index === last, sealed);
    if (bytes === null) throw new AgeFormatError("its content was changed or cut off");
    return bytes;
  };
  await chunk(last);
  return { size, chunk };
}

/** Headers are short: few bytes first, more where they do not hold its end. */
async function readHeader(read: ReadRange, length: number): Promise<Header> {
  for (let bytes = 1 << 12; ; bytes *= 16) {
    const end = Math.min(bytes, length, MAX_HEADER_BYTES);
    try {
      return parseHeader(await read(0, end));
    } catch (error) {
      if (end < bytes) throw error;
    }
  }
}

async function unwrap(
  stanzas: readonly Stanza[],
  { identities = [], passphrase, maxWorkFactor }: OpenOptions,
): Promise<Uint8Array> {
  const keys = identities.map(parseIdentity);
  const scrypt = stanzas.find(({ args }) => args[0] === "scrypt");
  if (scrypt && stanzas.length > 1) throw new AgeFormatError("a passphrase is not its only entry");
  if (!scrypt) return unwrapForKeys(stanzas, keys);
  const text = passphrase === undefined ? null : await answer(passphrase);
  if (text === null)
    throw new SealedFileError("it is encrypted with a passphrase: give that passphrase", "passphrase");
  const fileKey = await unwrapWithPassphrase(text, scrypt, maxWorkFactor);
  if (fileKey === null)
    throw new SealedFileError(
      "the passphrase does not open it: give the one that it was encrypted with",
      "passphrase",
    );
  return fileKey;
}

function unwrapForKeys(stanzas: readonly Stanza[], keys: readonly KeyObject[]): Uint8Array {
  if (keys.length === 0)
    throw new SealedFileError(
      "it is encrypted for the holder of a secret key: give that key as an identity",
      "identity",
    );
  for (const stanza of stanzas) {
    for (const key of keys) {
      const fileKey = unwrapWithIdentity(key, stanza);
      if (fileKey !== null) return fileKey;
    }
  }
  throw new SealedFileError(
    "none of the identities opens it: give the secret key of one of its recipients",
    "identity",
  );
}
