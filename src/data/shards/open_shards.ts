/** Which shards a person means: a file, a folder, a manifest, or names with a pattern. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../../errors.js";
import { MANIFEST, readManifest, shardPath } from "./manifest.js";

/** A shard of a set, and what is known of it. */
export interface Shard {
  readonly path: string;
  /** Its name without folder and ending, which is of no other shard of the set. */
  readonly name: string;
  /** What the manifest says; null without one. */
  readonly known: { readonly images: number; readonly bytes: number; readonly sha256: string } | null;
}

/** A set of shards; nothing of them is read yet. */
export interface Shards {
  readonly source: string;
  readonly shards: readonly Shard[];
  /** Images of all shards; null without a manifest. */
  readonly images: number | null;
  /** Names of the classes that `.cls` files number; null where images have no labels, or without a manifest. */
  readonly labels: readonly string[] | null;
}

const ARCHIVE = /\.(tar|tgz|tar\.gz)$/i;
/** More are a mistake. */
const MAX_SHARDS = 10_000_000;

/**
 * Finds shards: a manifest (`shards.json`), a folder that has one, a folder of tar archives, one archive, or a pattern of their names
 * with `*`, `?` or a range as `train-{000000..000099}.tar`, of which none may be missing. Without a manifest they are in
 * the order of their names.
 *
 * @throws {DataError} where there are none, one is missing or another size than the manifest says, or two have one name.
 */
export async function openShards(source: string): Promise<Shards> {
  const found = await stat(source).catch(() => null);
  if (found?.isDirectory()) {
    const manifest = join(source, MANIFEST);
    if (await stat(manifest).catch(() => null)) return fromManifest(source, manifest);
    const names = (await namesIn(source)).filter((name) => ARCHIVE.test(name));
    if (names.length > 0)
      return fromFiles(
        source,
        names.sort().map((name) => join(source, name)),
      );
    throw new DataError(
      `${source} holds neither ${MANIFEST} nor tar archives: write shards with \`skein shard\`, or check the path.`,
    );
  }
  if (found?.isFile()) {
    if (/\.json$/i.test(source)) return fromManifest(source, source);
    if (ARCHIVE.test(source)) return fromFiles(source, [source]);
    throw new DataError(
      `${source} is neither a tar archive nor a manifest of shards: give one, a folder, or a pattern.`,
    );
  }
  const paths = await expand(source);
  if (paths === null) {
    throw new DataError(
      `${source} does not exist: give a shard, a folder of shards, their ${MANIFEST}, or a pattern such as "train-{000000..000099}.tar".`,
    );
  }
  if (paths.length === 0) throw new DataError(`No shard is called ${source}: check the pattern.`);
  for (const path of paths) await requireFile(path);
  return fromFiles(source, paths);
}

async function fromManifest(source: string, manifest: string): Promise<Shards> {
  const { shards, images, labels } = await readManifest(manifest);
  const found: Shard[] = [];
  for (const { file, ...known } of shards) {
    const path = shardPath(manifest, file);
    const size = await requireFile(path);
    if (size !== known.bytes) {
      throw new DataError(
        `${path} has ${size} bytes, and ${manifest} says ${known.bytes}: copy or write it again.`,
      );
    }
    found.push({ path, name: nameOf(file), known });
  }
  return { source, shards: distinct(source, found), images, labels };
}

function fromFiles(source: string, paths: readonly string[]): Shards {
  const shards = paths.map((path) => ({ path, name: nameOf(path), known: null }));
  return { source, shards: distinct(source, shards), images: null, labels: null };
}

const nameOf = (path: string) => basename(path).replace(ARCHIVE, "");

function distinct(source: string, shards: readonly Shard[]): readonly Shard[] {
  const paths = new Map<string, string>();
  for (const { name, path } of shards) {
    const before = paths.get(name);
    if (before !== undefined) {
      throw new DataError(
        `${source}: the shards ${before} and ${path} have one name, and so would their results: rename one.`,
      );
    }
    paths.set(name, path);
  }
  return shards;
}

/** The file's size. @throws {DataError} */
async function requireFile(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return found.size;
  throw new DataError(`The shard ${path} is missing: copy it there, or write the shards again.`);
}

/** The paths that a pattern means, by the names in its folder; null where it is none. */
async function expand(pattern: string): Promise<string[] | null> {
  const name = basename(pattern);
  const range = /^(.*)\{(\d+)\.\.(\d+)\}(.*)$/s.exec(name);
  if (range) {
    const [, before, first, last, after] = range as unknown as [string, string, string, string, string];
    const [begin, end] = [Number(first), Number(last)];
    if (end < begin || end - begin >= MAX_SHARDS) {
      throw new DataError(
        `${pattern} goes from ${first} to ${last}: give a range that rises, of at most ${MAX_SHARDS} shards.`,
      );
    }
    return Array.from({ length: end - begin + 1 }, (_, i) =>
      join(dirname(pattern), `${before}${String(begin + i).padStart(first.length, "0")}${after}`),
    );
  }
  if (!/[*?]/.test(name)) return null;
  const escaped = name.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const expression = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
  const names = (await namesIn(dirname(pattern))).filter(
    (found) => expression.test(found) && !found.startsWith("."),
  );
  return names.sort().map((found) => join(dirname(pattern), found));
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === "ENOENT" ? "does not exist: check the path" : `cannot be read (${cause.message})`;
    throw new DataError(`The folder ${folder} ${why}.`, { cause });
  });
}
