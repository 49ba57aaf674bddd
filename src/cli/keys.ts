/** Options of keys, the same for all commands that read or write models: what they name is read before a command begins. */
import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { ArgumentError } from "../errors.js";
import type { SealOptions } from "../io/age/age.js";
import { parseRecipient } from "../io/age/recipients.js";
import type { Keys } from "../io/keys.js";
import { parseSigningKey } from "../io/signature.js";
import { askPassphrase } from "./ask_passphrase.js";

/** What a command does with files of models. */
export type KeyUse = "reads" | "writes";

export interface KeyOptions {
  readonly encrypt?: boolean;
  readonly recipient?: readonly string[];
  readonly identity?: readonly string[];
  readonly trustedKey?: string;
}

/** Names a file that holds the passphrase. */
export const PASSPHRASE_FILE = "SKEIN_PASSPHRASE_FILE";
/** Names the file of the trusted key. */
const TRUSTED_KEY = "SKEIN_TRUSTED_KEY";

const collect = (value: string, before: readonly string[] = []) => [...before, value];

export const encrypt = () =>
  new Option(
    "--encrypt",
    `encrypt what is written with a passphrase, asked for or from the file that ${PASSPHRASE_FILE} names`,
  );
export const recipient = () =>
  new Option(
    "--recipient <age1...>",
    "encrypt what is written for the holder of this key (age-keygen makes one); may be repeated",
  ).argParser(collect);
export const identity = () =>
  new Option(
    "--identity <file>",
    "secret keys (AGE-SECRET-KEY-1...) that open encrypted files; may be repeated",
  ).argParser(collect);
export const trustedKey = () =>
  new Option(
    "--trusted-key <file>",
    `refuse models that are not signed with this key (default: the file that ${TRUSTED_KEY} names)`,
  );

/** Adds the options that go with what a command does. */
export function addKeyOptions(command: Command, uses: readonly KeyUse[]): void {
  if (uses.includes("writes")) command.addOption(encrypt()).addOption(recipient());
  if (uses.includes("reads")) command.addOption(identity()).addOption(trustedKey());
}

/**
 * The keys that a command's options name.
 * @throws {ArgumentError} when a file of keys cannot be read, or holds none.
 */
export async function keysOf(options: KeyOptions, uses: readonly KeyUse[]): Promise<Keys> {
  // Asked for once, whoever needs it first.
  let asked: Promise<string> | undefined;
  const passphrase = (confirm: boolean) => () => {
    asked ??= readPassphrase(confirm);
    return asked;
  };
  const seal = uses.includes("writes") ? await sealing(options, passphrase(true)) : undefined;
  if (!uses.includes("reads")) return { ...(seal && { seal }) };
  const identities = (await Promise.all((options.identity ?? []).map(readIdentities))).flat();
  const trusted = options.trustedKey ?? process.env[TRUSTED_KEY];
  return {
    open: { identities, passphrase: passphrase(false) },
    ...(seal && { seal }),
    ...(trusted && { trustedKey: parseSigningKey(await readKeyFile("--trusted-key", trusted), "public") }),
  };
}

/** What can be wrong with them shows before a long work begins, and so does the question for a passphrase. */
async function sealing(
  { encrypt, recipient: recipients = [] }: KeyOptions,
  passphrase: () => Promise<string>,
): Promise<SealOptions | undefined> {
  if (encrypt && recipients.length > 0) {
    throw new ArgumentError(
      "--encrypt and --recipient are both given: an encrypted file has one or the other",
    );
  }
  for (const text of recipients) parseRecipient(text);
  if (recipients.length > 0) return { recipients };
  return encrypt ? { passphrase: await passphrase() } : undefined;
}

async function readPassphrase(confirm: boolean): Promise<string> {
  const path = process.env[PASSPHRASE_FILE];
  if (!path) return askPassphrase(confirm);
  const text = (await readKeyFile(PASSPHRASE_FILE, path)).replace(/\r?\n$/, "");
  if (text === "")
    throw new ArgumentError(`${PASSPHRASE_FILE} ${path} is empty: write the passphrase into it`);
  return text;
}

/** Lines of a file as age-keygen writes it; those that begin with # are comments. */
async function readIdentities(path: string): Promise<string[]> {
  const lines = (await readKeyFile("--identity", path)).split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (keys.length === 0)
    throw new ArgumentError(`--identity ${path} holds no key: give a file of age-keygen`);
  return keys;
}

/** @throws {ArgumentError} naming the option. */
export async function readKeyFile(name: string, path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: Error) => {
    throw new ArgumentError(`${name} ${path} cannot be read (${cause.message}): check the path`, { cause });
  });
}
