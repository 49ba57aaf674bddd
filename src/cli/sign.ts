/** `skein sign` and `skein check`. */
import { writeFile } from "node:fs/promises";
import { ArgumentError } from "../errors.js";
import { writeFileAtomically, writeRefusal } from "../io/atomic_file.js";
import { withKeys } from "../io/keys.js";
import { hashOf, withFile } from "../io/node/byte_source.js";
import { formatSignature, generateSigningKey, parseSigningKey, SIGNATURE_SUFFIX } from "../io/signature.js";
import { EXIT } from "./exit_codes.js";
import { keysOf, readKeyFile } from "./keys.js";
import type { Output } from "./output.js";

interface SignOptions {
  readonly key?: string;
  readonly newKey?: string;
}

export async function sign(file: string | undefined, options: SignOptions, out: Output): Promise<number> {
  const { key, newKey } = options;
  if (key !== undefined && newKey !== undefined)
    throw new ArgumentError("--key and --new-key are both given: leave one out");
  if (newKey !== undefined) await makeKey(newKey, out);
  if (file === undefined) {
    if (newKey === undefined)
      throw new ArgumentError("there is nothing to sign: name a file, or make a key with --new-key");
    return EXIT.success;
  }
  const path = key ?? newKey;
  if (path === undefined) throw new ArgumentError("sign needs --key, or --new-key to make one");
  const privateKey = parseSigningKey(await readKeyFile("--key", path), "private");
  // Of the file as it is: an encrypted one is not opened.
  const hash = await withFile(file, hashOf, { raw: true });
  await writeFileAtomically(file + SIGNATURE_SUFFIX, formatSignature(privateKey, hash), { plain: true });
  out.note(`${file}${SIGNATURE_SUFFIX}: signed`);
  return EXIT.success;
}

async function makeKey(path: string, out: Output): Promise<void> {
  const { privateKey, publicKey } = generateSigningKey();
  const write = async (name: string, text: string, mode: number) => {
    // A key that is lost cannot be made again.
    await writeFile(name, text, { mode, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw new ArgumentError(`--new-key: ${name} exists: choose another name`);
      throw writeRefusal(name, error);
    });
  };
  await write(path, privateKey, 0o600);
  await write(`${path}.pub`, publicKey, 0o644);
  out.note(`${path}: keep this secret; ${path}.pub: give this to those who check`);
}

export async function check(
  file: string,
  options: { readonly trustedKey?: string },
  out: Output,
): Promise<number> {
  const keys = await keysOf(options, ["reads"]);
  if (!keys.trustedKey)
    throw new ArgumentError("check needs --trusted-key: the public key of whom the file is from");
  // Opening a file within these keys checks its signature.
  await withKeys({ trustedKey: keys.trustedKey }, () => withFile(file, async () => {}, { raw: true }));
  await out.result(`${file}: signed with this key, and unchanged\n`);
  return EXIT.success;
}
