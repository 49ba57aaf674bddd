/** What a folder of shards holds, as the file `shards.json` in it says. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { DataError } from "../../errors.js";

export const MANIFEST = "shards.json";
const FORMAT = "skein-shards";
const FORMAT_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in 64 hexadecimal digits");
/** A name in the manifest's own folder: what others wrote must not lead to other places. */
const fileName = z
  .string()
  .min(1)
  .refine(
    (name) => !/[/\\\0]/.test(name) && name !== "." && name !== "..",
    "a file's name, without a folder",
  );

export const shardEntry = z.object({
  file: fileName,
  images: z.int().min(1),
  bytes: z.int().min(0),
  sha256,
});

const manifest = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  images: z.int().min(0),
  labels: z.array(z.string()).nullable(),
  plan: z.string(),
  shards: z.array(shardEntry).min(1),
});

/** A shard as its manifest has it. */
export interface ShardEntry {
  /** Its name, in the manifest's folder. */
  readonly file: string;
  /** Images in it. */
  readonly images: number;
  readonly bytes: number;
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string;
}

/** What `shards.json` says. */
export interface ShardManifest {
  /** Of all shards. */
  readonly images: number;
  /** Names of the classes that `.cls` files number; null where images have no labels. */
  readonly labels: readonly string[] | null;
  /** A hash of the images and settings that the shards were made of. */
  readonly plan: string;
  readonly shards: readonly ShardEntry[];
}

/** The text of a manifest. */
export function manifestText({ shards, ...facts }: ShardManifest): string {
  const rows = shards.map((shard) => `    ${JSON.stringify(shard)}`).join(",\n");
  const head = JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, ...facts }, null, 2);
  return `${head.slice(0, -2)},\n  "shards": [\n${rows}\n  ]\n}\n`;
}

/** @throws {DataError} where the file cannot be read, or is no manifest of this version. */
export async function readManifest(path: string): Promise<ShardManifest> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new DataError(`${path} cannot be read (${cause.message}): check the path and its permissions.`, {
      cause,
    });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${path} is not JSON (${(cause as Error).message}): write the shards again.`, {
      cause,
    });
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format === FORMAT && typeof version === "number" && version > FORMAT_VERSION) {
    throw new DataError(
      `${path} is of version ${version}, this Skein reads ${FORMAT_VERSION}: update Skein.`,
    );
  }
  const parsed = manifest.safeParse(value);
  if (!parsed.success) {
    const [{ path: where, message } = { path: [], message: "" }] = parsed.error.issues;
    throw new DataError(
      `${path} is no manifest of shards (${where.join(".") || "it"}: ${message}): write the shards again.`,
    );
  }
  const { images, labels, plan, shards } = parsed.data;
  const sum = shards.reduce((total, shard) => total + shard.images, 0);
  if (sum !== images) {
    throw new DataError(`${path} says ${images} images, and its shards have ${sum}: write the shards again.`);
  }
  const files = new Set<string>();
  for (const { file } of shards) {
    if (files.has(file)) throw new DataError(`${path} lists ${file} twice: write the shards again.`);
    files.add(file);
  }
  return { images, labels, plan, shards };
}

export const shardPath = (manifestPath: string, file: string): string => join(dirname(manifestPath), file);
