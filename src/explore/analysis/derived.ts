/** What is computed of a run, as files that may be deleted at any time: each says what it was made of. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../../io/atomic_file.js";
import { hashFile } from "../../io/node/hash_file.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../io/safetensors.js";
import type { ReviewRun } from "../../review/index.js";

/** The folder in that of a run. */
export const DERIVED = ".review";

/** Counts the ways in which these files were made. */
const FORMAT = 2;

/** Differs where the model or an image does. */
export async function fingerprintOf(run: ReviewRun): Promise<string> {
  const hash = createHash("sha256")
    .update(`${FORMAT} `)
    .update(await hashFile(run.model));
  for (const image of run.images) hash.update(image.hash);
  return hash.digest("hex");
}

/** Where derived files lie, and what they have to be made of. */
export interface DerivedFolder {
  readonly folder: string;
  readonly fingerprint: string;
}

/** Numbers of the images that a file was made without. */
export type Unread = readonly number[];

/** Whether what could not be read is there again: what was made without it is to be made anew. */
export async function areBack(run: ReviewRun, unread: Unread): Promise<boolean> {
  const { files } = run;
  if (!files) return unread.length > 0;
  for (const image of unread) {
    if ((await stat(files[image]!).catch(() => null))?.isFile()) return true;
  }
  return false;
}

type Tensors = ReadonlyMap<string, StoredTensor>;

export async function writeTensors(
  { folder, fingerprint }: DerivedFolder,
  name: string,
  tensors: Tensors,
  unread: Unread = [],
  facts: Readonly<Record<string, string>> = {},
): Promise<void> {
  const metadata = { ...facts, fingerprint, unread: JSON.stringify(unread) };
  await writeSafetensors(join(folder, `${name}.safetensors`), tensors, metadata);
}

/** Null where there is none that was made of the same. */
export async function readTensors(
  { folder, fingerprint }: DerivedFolder,
  name: string,
): Promise<{ readonly tensors: Tensors; readonly facts: Readonly<Record<string, string>> } | null> {
  // A damaged file is made again.
  const file = await readSafetensors(join(folder, `${name}.safetensors`)).catch(() => null);
  return file?.metadata.fingerprint === fingerprint ? { tensors: file.tensors, facts: file.metadata } : null;
}

/** What the tensors of a file were made without; null where there is none that was made of the same. */
export async function unreadOfTensors(derived: DerivedFolder, name: string): Promise<Unread | null> {
  const facts = (await readTensors(derived, name))?.facts;
  return facts ? JSON.parse(facts.unread ?? "[]") : null;
}

export async function writeValue(
  { folder, fingerprint }: DerivedFolder,
  name: string,
  value: unknown,
  unread: Unread,
): Promise<void> {
  await writeFileAtomically(join(folder, `${name}.json`), JSON.stringify({ fingerprint, unread, value }));
}

/** Null where there is none that was made of the same. */
export async function readValue<T>(
  { folder, fingerprint }: DerivedFolder,
  name: string,
): Promise<{ readonly value: T; readonly unread: Unread } | null> {
  try {
    const file = JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
    return file.fingerprint === fingerprint ? file : null;
  } catch {
    return null;
  }
}
