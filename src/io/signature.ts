/**
 * Signatures of files: Ed25519 (RFC 8032) over the file's SHA-256, in a file beside it, `FILE.sig`:
 *
 * {"format": "skein-signature", "version": 1, "algorithm": "ed25519-sha256", "sha256": hex, "publicKey": base64, "signature": base64}
 *
 * What is signed is the text "skein-signature 1\n", then the 32 bytes of the hash: so a signature made for another purpose is
 * none here.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { ArgumentError, ModelFileError } from "../errors.js";

const FORMAT = "skein-signature";
const ALGORITHM = "ed25519-sha256";
/** What the name of a signature's file ends with. */
export const SIGNATURE_SUFFIX = ".sig";
/** A signature takes about 300. */
const MAX_SIGNATURE_BYTES = 1 << 16;

const message = (hash: Uint8Array) => Buffer.concat([Buffer.from(`${FORMAT} 1\n`), hash]);

/** A new key pair as PEM: PKCS #8 and SPKI, as OpenSSL writes them. */
export function generateSigningKey(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    publicKey: publicKey.export({ type: "spki", format: "pem" }) as string,
  };
}

/** A key from PEM. @throws {ArgumentError} when the text is no Ed25519 key of that kind; it is not repeated. */
export function parseSigningKey(pem: string, kind: "private" | "public"): KeyObject {
  try {
    const key = kind === "private" ? createPrivateKey(pem) : publicOf(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Said below.
  }
  throw new ArgumentError(`the key is no ${kind} Ed25519 key in PEM: give one that skein or OpenSSL made`);
}

/** A private key is no public one, although one follows from it: who trusts a key should not have to hold it. */
function publicOf(pem: string): KeyObject {
  if (pem.includes("PRIVATE KEY")) throw new Error();
  return createPublicKey(pem);
}

const rawPublic = (key: KeyObject): string =>
  key.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");

/** The text of the signature's file. */
export function formatSignature(privateKey: KeyObject, hash: Uint8Array): string {
  const content = {
    format: FORMAT,
    version: 1,
    algorithm: ALGORITHM,
    sha256: Buffer.from(hash).toString("hex"),
    publicKey: rawPublic(createPublicKey(privateKey)),
    signature: sign(null, message(hash), privateKey).toString("base64"),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * Checks the signature of a file of this hash.
 * @throws {ModelFileError} when there is none, it is damaged, by another key, or of another content.
 */
export async function requireSignature(path: string, trustedKey: KeyObject, hash: Uint8Array): Promise<void> {
  const file = path + SIGNATURE_SUFFIX;
  const fail = (reason: string): never => {
    throw new ModelFileError(`${path}: ${reason}: do not use it; ask whom it is from for a signed copy`);
  };
  const { size } = (await stat(file).catch(() => null)) ?? fail(`it is not signed (there is no ${file})`);
  const text = size > MAX_SIGNATURE_BYTES ? "" : await readFile(file, "utf8").catch(() => "");
  const { format, version, algorithm, sha256, publicKey, signature } = parseJson(text);
  if (format !== FORMAT || version !== 1 || algorithm !== ALGORITHM || typeof signature !== "string") {
    fail(`its signature ${file} is damaged`);
  }
  if (publicKey !== rawPublic(trustedKey)) fail("it is signed with another key than the trusted one");
  const stated = Buffer.from(String(sha256), "hex");
  if (stated.length !== hash.length || !timingSafeEqual(stated, hash))
    fail("it was changed after it was signed");
  if (!verify(null, message(hash), trustedKey, Buffer.from(String(signature), "base64"))) {
    fail("its signature is not valid");
  }
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
