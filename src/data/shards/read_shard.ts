/**
 * One shard: a tar archive in webdataset's convention (https://github.com/webdataset/webdataset). The files of a sample stand one
 * behind the other, and have its key: the path up to the first dot of the file's name. `7/00012.png`, `7/00012.json` and
 * `7/00012.cls` are one sample.
 */
import { open } from "node:fs/promises";
import type { ReadEntry } from "tar";
import { DataError, excerpt } from "../../errors.js";
import { MAX_ENTRY_BYTES } from "../archive.js";
import { readTar, TAR_END } from "../tar.js";
import { judgeName } from "../walk.js";

/** An image of a shard with what stands beside it. */
export interface ShardSample {
  readonly key: string;
  /** What tables call it: the path in its `.json`, else the image's own in the archive. */
  readonly name: string;
  /** The file's bytes; null where the sample has none that can be read. */
  readonly image: Uint8Array | null;
  /** Why there is none. */
  readonly trouble: string | null;
  /** `label` of its `.json`, else the content of its `.cls`; null where it has neither. */
  readonly label: string | null;
}

/** Options of `readShard`. */
export interface ReadShardOptions {
  /** Called with the bytes of the file itself, in order. */
  readonly onBytes?: (bytes: Uint8Array) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A label or a path takes less. */
const MAX_TEXT_BYTES = 2 ** 16;
const IS_FILE = ["File", "OldFile", "ContiguousFile"];
const IN_WORDS: Readonly<Record<string, string>> = {
  Link: "a hard link",
  SymbolicLink: "a symbolic link",
  CharacterDevice: "a device",
  BlockDevice: "a device",
  FIFO: "a pipe",
};

/**
 * The samples of a shard in order; a sample is in memory at a time, beside the keys and names of all.
 *
 * @throws {DataError} where the file is no whole tar archive, holds no image, has a member that is no file (a link, a device) or
 * whose path leads out of it, two samples of one key or name, or more than one image in a sample; the reason of `signal` if it aborts.
 */
export async function* readShard(
  path: string,
  { onBytes, signal }: ReadShardOptions = {},
): AsyncGenerator<ShardSample, void, undefined> {
  await requireEnd(path);
  const keys = new Set<string>();
  const names = new Map<string, string>();
  let sample = null as Sample | null;
  const checked = (done: Sample): ShardSample => {
    const result = done.result(path);
    const before = names.get(result.name);
    if (before !== undefined) {
      throw new DataError(
        `${path}: the samples ${excerpt(before)} and ${excerpt(done.key)} are both of ${excerpt(result.name)}: remove one of them.`,
      );
    }
    names.set(result.name, done.key);
    return result;
  };
  const wanted = ({ path, size, type }: ReadEntry) =>
    IS_FILE.includes(type) && size <= (isText(path) ? MAX_TEXT_BYTES : MAX_ENTRY_BYTES);
  const onUnknown = (entry: ReadEntry) => refuse(path, entry);
  for await (const { entry, content } of readTar(path, {
    wanted,
    onUnknown,
    signal,
    ...(onBytes && { onBytes }),
  })) {
    const member = requireInside(path, entry.path);
    if (entry.type === "Directory" || entry.type === "GNUDumpDir") continue;
    if (!IS_FILE.includes(entry.type)) refuse(path, entry);
    if (member.split("/").some((part) => part.startsWith(".") || part === "__MACOSX")) continue;
    const { key } = parseMember(member);
    if (sample?.key !== key) {
      if (sample !== null) yield checked(sample);
      if (keys.has(key)) {
        throw new DataError(
          `${path} has the key ${excerpt(key)} twice (${excerpt(member)}): the files of a sample stand side by side, and a key is of one sample.`,
        );
      }
      keys.add(key);
      sample = new Sample(key);
    }
    await sample.add(path, member, entry.size, content);
  }
  if (sample === null) throw noSamples(path);
  yield checked(sample);
}

const noSamples = (path: string) => new DataError(`${path} holds no samples: remove it, or write it again.`);

/** Key and extension, as webdataset divides them. */
function parseMember(member: string): { readonly key: string; readonly extension: string } {
  const folder = member.lastIndexOf("/") + 1;
  const dot = member.indexOf(".", folder);
  if (dot < 0) return { key: member, extension: "" };
  return { key: member.slice(0, dot), extension: member.slice(dot + 1).toLowerCase() };
}

const isText = (member: string) => ["json", "cls"].includes(parseMember(member).extension);

/** A sample whose files come one after the other. */
class Sample {
  #image: { readonly member: string; readonly bytes: Uint8Array | null } | null = null;
  #trouble: string | null = null;
  #json: { readonly path?: unknown; readonly label?: unknown } = {};
  #class: string | null = null;
  readonly #members = new Set<string>();

  constructor(readonly key: string) {}

  /** Takes a file. @throws {DataError} where the sample has it already, or text cannot be read. */
  async add(shard: string, member: string, size: number, content: Buffer | null): Promise<void> {
    if (this.#members.has(member)) {
      throw new DataError(
        `${shard} has ${excerpt(member)} twice: remove one of them, or write the shard again.`,
      );
    }
    this.#members.add(member);
    const { extension } = parseMember(member);
    if (extension === "json" || extension === "cls") {
      if (content === null) {
        throw new DataError(
          `${shard}: ${excerpt(member)} takes ${size} bytes, and text of a sample at most ${MAX_TEXT_BYTES}.`,
        );
      }
      if (extension === "cls") this.#class = content.toString("utf8").trim();
      else this.#json = parseJson(shard, member, content);
      return;
    }
    const verdict = await judgeName(member);
    if (verdict === null) return;
    if (this.#image !== null) {
      throw new DataError(
        `${shard} has two images of one key (${excerpt(this.#image.member)} and ${excerpt(member)}): a sample has one image; ` +
          "give the other a key of its own.",
      );
    }
    if (verdict !== "image") this.#trouble = verdict;
    if (content === null) this.#trouble = `it takes more than ${MAX_ENTRY_BYTES / 2 ** 20} MiB`;
    this.#image = { member, bytes: this.#trouble === null ? content : null };
  }

  result(shard: string): ShardSample {
    const { path, label } = this.#json;
    const [first] = this.#members;
    const name = typeof path === "string" && path !== "" ? path : (this.#image?.member ?? first ?? this.key);
    if (label !== undefined && typeof label !== "string" && typeof label !== "number") {
      throw new DataError(
        `${shard}: "label" of ${excerpt(this.key)}.json is neither text nor a number: correct it.`,
      );
    }
    const trouble =
      this.#image === null
        ? "no image has its key: add one, or leave the file out of the shard"
        : this.#trouble;
    const { bytes: image = null } = this.#image ?? {};
    return { key: this.key, name, image, trouble, label: label === undefined ? this.#class : String(label) };
  }
}

function parseJson(shard: string, member: string, content: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content.toString("utf8"));
  } catch (cause) {
    throw new DataError(
      `${shard}: ${excerpt(member)} is not JSON (${(cause as Error).message}): correct it.`,
      { cause },
    );
  }
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A member's path without a leading "./". @throws {DataError} where it leads out of the archive. */
function requireInside(shard: string, member: string): string {
  const path = member.replaceAll("\\", "/");
  if (path.startsWith("/") || path.split("/").includes("..")) {
    throw new DataError(
      `${shard}: the path ${excerpt(member)} leads out of the archive: pack it with paths below one folder.`,
    );
  }
  return path.replace(/^(\.\/)+/, "");
}

function refuse(shard: string, { path, type }: ReadEntry): never {
  throw new DataError(
    `${shard}: ${excerpt(path)} is ${IN_WORDS[type] ?? `an entry of type ${type}`}, which shards do not have: pack the files themselves.`,
  );
}

/**
 * An archive that ends between two members lacks the zeros behind the last one; what is packed with gzip has a sum of its own.
 * @throws {DataError} where it is so, or the file cannot be read.
 */
async function requireEnd(path: string): Promise<void> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === "ENOENT" ? "does not exist: copy it there" : `cannot be opened (${cause.message})`;
    throw new DataError(`The shard ${path} ${why}.`, { cause });
  });
  try {
    const { size } = await file.stat();
    if (size === 0) throw new DataError(`${path} is empty (0 bytes): copy or write it again.`);
    const ends = async (position: number, length: number) =>
      (await file.read(Buffer.alloc(length), 0, length, Math.max(0, position))).buffer;
    const head = await ends(0, TAR_END.length / 2);
    if (head[0] === 0x1f && head[1] === 0x8b) return;
    if (head.every((byte) => byte === 0)) throw noSamples(path);
    if ((await ends(size - TAR_END.length, TAR_END.length)).every((byte) => byte === 0)) return;
    throw new DataError(`${path} is cut short: its last block is missing; copy or write it again.`);
  } finally {
    await file.close();
  }
}
