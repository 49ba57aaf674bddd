/** Who can open an age file: X25519 key pairs, and passphrases by scrypt (RFC 7914). */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from "node:crypto";
import { freemem } from "node:os";
import { promisify } from "node:util";
import { base64nopad, bech32 } from "@scure/base";
import { ArgumentError, ModelFileError } from "../../errors.js";
import { AgeFormatError, decoded, derive, type Stanza } from "./header.js";
import { seal, unseal } from "./payload.js";

export const FILE_KEY_BYTES = 16;
/** age's: about a second, and 256 MiB. */
export const WORK_FACTOR = 18;
/** 4 GiB and about a quarter of a minute. */
export const MAX_WORK_FACTOR = 22;
const X25519 = "age-encryption.org/v1/X25519";
const SCRYPT = "age-encryption.org/v1/scrypt";
const SALT_BYTES = 16;
const WRAPPED_BYTES = FILE_KEY_BYTES + 16;
/** Each file key is wrapped with a key of its own. */
const NONCE = new Uint8Array(12);
/** What Node's DER of such keys has before the 32 bytes. */
const PRIVATE = Buffer.from("302e020100300506032b656e04220420", "hex");
const PUBLIC = Buffer.from("302a300506032b656e032100", "hex");

/** An X25519 key pair in age's text forms. */
export interface AgeIdentity {
  /** Secret: opens files. AGE-SECRET-KEY-1... */
  readonly identity: string;
  /** Public: files are sealed for it. age1... */
  readonly recipient: string;
}

/** Makes a key pair, as age-keygen does. */
export function generateIdentity(): AgeIdentity {
  const { privateKey } = generateKeyPairSync("x25519");
  const secret = privateKey.export({ type: "pkcs8", format: "der" }).subarray(PRIVATE.length);
  const recipient = bech32.encodeFromBytes("age", rawPublic(createPublicKey(privateKey)));
  return { identity: bech32.encodeFromBytes("AGE-SECRET-KEY-", secret).toUpperCase(), recipient };
}

const rawPublic = (key: KeyObject): Uint8Array =>
  key.export({ type: "spki", format: "der" }).subarray(PUBLIC.length);
const publicKey = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([PUBLIC, raw]), type: "spki", format: "der" });

function fromBech32(text: string, prefix: string): Uint8Array | null {
  try {
    const { prefix: found, bytes } = bech32.decodeToBytes(text);
    return found === prefix && bytes.length === 32 ? bytes : null;
  } catch {
    return null;
  }
}

/** @throws {ArgumentError} when the text is no recipient; the message does not repeat it, for it may be a secret key. */
export function parseRecipient(text: string): KeyObject {
  const raw = fromBech32(text, "age");
  if (!raw) {
    const given = text.toUpperCase().startsWith("AGE-SECRET-KEY-")
      ? "a secret key is given as a recipient, and everyone who reads a command line or a log may have seen it"
      : "a recipient is not a public key of age";
    throw new ArgumentError(`${given}: give a public key as age-keygen prints it, age1...`);
  }
  return publicKey(raw);
}

/** @throws {ArgumentError} when the text is no identity; the message does not repeat it. */
export function parseIdentity(text: string): KeyObject {
  const raw = text === text.toUpperCase() ? fromBech32(text.toLowerCase(), "age-secret-key-") : null;
  if (!raw)
    throw new ArgumentError(
      "an identity is not a secret key of age: give one as age-keygen prints it, AGE-SECRET-KEY-1...",
    );
  return createPrivateKey({ key: Buffer.concat([PRIVATE, raw]), type: "pkcs8", format: "der" });
}

/** Wraps a file key for an X25519 recipient. */
export function wrapForRecipient(recipient: KeyObject, fileKey: Uint8Array): Stanza {
  const { privateKey, publicKey: ephemeral } = generateKeyPairSync("x25519");
  const share = rawPublic(ephemeral);
  const secret = diffieHellman({ privateKey, publicKey: recipient });
  const key = derive(secret, Buffer.concat([share, rawPublic(recipient)]), X25519);
  return { args: ["X25519", base64nopad.encode(share)], body: seal(key, NONCE, fileKey) };
}

/**
 * The file key of a stanza; null where it is for somebody else.
 * @throws {AgeFormatError} when an X25519 stanza breaks the format.
 */
export function unwrapWithIdentity(identity: KeyObject, { args, body }: Stanza): Uint8Array | null {
  if (args[0] !== "X25519") return null;
  const share = args.length === 2 ? decoded(args[1]!) : new Uint8Array();
  if (share.length !== 32 || body.length !== WRAPPED_BYTES)
    throw new AgeFormatError("a recipient of it is damaged");
  let secret: Uint8Array;
  try {
    secret = diffieHellman({ privateKey: identity, publicKey: publicKey(share) });
  } catch {
    // Node refuses shares of low order, which give everyone the same secret.
    throw new AgeFormatError("a recipient of it is damaged");
  }
  if (secret.every((byte) => byte === 0)) throw new AgeFormatError("a recipient of it is damaged");
  const key = derive(secret, Buffer.concat([share, rawPublic(createPublicKey(identity))]), X25519);
  return unseal(key, NONCE, body);
}

/** Wraps a file key for whoever knows the passphrase. @throws {ArgumentError} for an empty one. */
export async function wrapForPassphrase(
  passphrase: string,
  fileKey: Uint8Array,
  workFactor = WORK_FACTOR,
): Promise<Stanza> {
  if (passphrase === "") throw new ArgumentError("the passphrase is empty: give one of several words");
  if (!Number.isInteger(workFactor) || workFactor < 1 || workFactor > MAX_WORK_FACTOR) {
    throw new ArgumentError(`workFactor is ${workFactor}: give a whole number from 1 to ${MAX_WORK_FACTOR}`);
  }
  const salt = randomBytes(SALT_BYTES);
  const key = await scryptKey(passphrase, salt, workFactor);
  return { args: ["scrypt", base64nopad.encode(salt), String(workFactor)], body: seal(key, NONCE, fileKey) };
}

/**
 * The file key of a passphrase's stanza; null where the passphrase is another one.
 * @throws {AgeFormatError} when the stanza breaks the format.
 * @throws {ModelFileError} when the file asks for more work than `maxWorkFactor`, or more than half of the free memory; nothing
 *   was computed then.
 */
export async function unwrapWithPassphrase(
  passphrase: string,
  { args, body }: Stanza,
  maxWorkFactor = MAX_WORK_FACTOR,
): Promise<Uint8Array | null> {
  const salt = args.length === 3 ? decoded(args[1]!) : new Uint8Array();
  if (salt.length !== SALT_BYTES || body.length !== WRAPPED_BYTES || !/^[1-9]\d*$/.test(args[2]!)) {
    throw new AgeFormatError("its passphrase entry is damaged");
  }
  const workFactor = Number(args[2]);
  if (workFactor > maxWorkFactor) {
    throw new ModelFileError(
      `it asks for scrypt with 2^${args[2]!.slice(0, 20)} blocks, at most 2^${maxWorkFactor} are computed: ` +
        "have it sealed with less",
    );
  }
  const available = process.availableMemory?.() ?? freemem();
  if (scryptMemory(workFactor) > available / 2) {
    throw new ModelFileError(
      `it asks for ${gib(scryptMemory(workFactor))} of memory for its passphrase, more than half of the ${gib(available)} that are ` +
        "free: open it where there is more, or have it sealed with less work",
    );
  }
  return unseal(await scryptKey(passphrase, salt, workFactor), NONCE, body);
}

const scryptAsync = promisify<string, Uint8Array, number, object, Buffer>(scrypt);
/** scrypt's r. */
const BLOCK = 8;

/** Bytes that scrypt takes. */
const scryptMemory = (workFactor: number) => 128 * BLOCK * (2 ** workFactor + 64);
const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

async function scryptKey(passphrase: string, salt: Uint8Array, workFactor: number): Promise<Uint8Array> {
  const N = 2 ** workFactor;
  const maxmem = scryptMemory(workFactor);
  return scryptAsync(passphrase, Buffer.concat([Buffer.from(SCRYPT), salt]), 32, {
    N,
    r: BLOCK,
    p: 1,
    maxmem,
  });
}
