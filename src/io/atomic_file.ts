import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { SkeinError } from "../errors.js";
import type { Chunk, FileContent, WriteOptions } from "../host/host.js";
import { sealStream } from "./age/age.js";
import { atExit } from "./exit_cleanup.js";
import { currentKeys } from "./keys.js";

export type { Chunk, FileContent, WriteOptions } from "../host/host.js";

/**
 * Writes a file so that a reader of `path`, at any moment, finds the old content or the new, whole.
 *
 * Within `withKeys` it is sealed on its way to the disk.
 *
 * The content goes to a temporary file in the same folder, is flushed to the disk and renamed over `path`.
 * On a failure (a full disk, an error thrown by `content`) the temporary file is removed and the old file
 * stays as it was. A symbolic link keeps pointing where it did; a device or a pipe (`/dev/stdout`) is
 * written directly, for it cannot be replaced. Only a process that a signal kills
 * leaves its `.skein-*.tmp` behind.
 *
 * @param content Must not change until the promise settles.
 * @throws {SkeinError} Or `options.errorClass`, if the file system refuses; the cause is the system's error.
 * What `content` throws is passed on.
 */
export async function writeFileAtomically(
  path: string,
  content: FileContent,
  options: WriteOptions = {},
): Promise<void> {
  const attempt = <T>(step: Promise<T>) => guard(path, step, options);
  const existing = await attempt(orIfMissing(stat(path), undefined));
  if (existing?.isDirectory()) {
    throw refusal(path, "it is a folder; give the name of a file", options);
  }
  if (existing !== undefined && !existing.isFile()) {
    const device = await attempt(open(path, "w"));
    try {
      for await (const chunk of chunksOf(content, options.plain ?? false))
        await attempt(device.writeFile(chunk));
    } finally {
      await device.close();
    }
    return;
  }

  const target = await attempt(orIfMissing(realpath(path), path));
  const temporary = join(dirname(target), temporaryName(options.mark));
  let file: FileHandle | undefined;
  const keep = atExit(() => rmSync(temporary, { force: true }));
  try {
    // From the beginning: the content may be secret.
    const mode = existing === undefined ? options.mode : existing.mode & 0o777;
    file = await attempt(open(temporary, "wx", mode));
    for await (const chunk of chunksOf(content, options.plain ?? false)) await attempt(file.writeFile(chunk));
    // Some file systems have no permissions to keep.
    if (existing !== undefined) await file.chmod(existing.mode & 0o777).catch(() => {});
    await attempt(file.sync());
    await attempt(file.close());
    await attempt(rename(temporary, target));
  } catch (error) {
    // What went wrong first is what the caller must hear.
    await file?.close().catch(() => {});
    if (file !== undefined) await rm(temporary, { force: true }).catch(() => {});
    throw error;
  } finally {
    keep();
  }
  await syncFolder(dirname(target));
}

/** A new name for a file that is not whole yet. */
export function temporaryName(mark?: string): string {
  return `.skein-${mark === undefined ? "" : `${mark}-`}${randomBytes(6).toString("hex")}.tmp`;
}

/**
 * Takes away what killed processes left of files that they were writing into a folder, where nobody writes now; with
 * `mark`, of those that were written with it.
 */
export async function removeTemporaries(folder: string, mark?: string): Promise<void> {
  const begin = mark === undefined ? ".skein-" : `.skein-${mark}-`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(begin) && name.endsWith(".tmp")) await rm(join(folder, name), { force: true });
  }
}

/**
 * Makes a folder and those above it, unless they are there.
 *
 * @returns The folders that were made, outermost first.
 * @throws {SkeinError} Or `options.errorClass`, if the file system refuses.
 */
export async function ensureFolder(path: string, options: WriteOptions = {}): Promise<string[]> {
  const made: string[] = [];
  await guard(path, makeFolder(resolve(path), made), options);
  return made;
}

/** `mkdir` with `recursive` says ENOENT for a read-only disk; this keeps the reason. */
async function makeFolder(path: string, made: string[]): Promise<void> {
  try {
    await mkdir(path);
    made.push(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && dirname(path) !== path && !existsSync(dirname(path))) {
      await makeFolder(dirname(path), made);
      await makeFolder(path, made);
    } else if (!(await isFolder(path))) {
      throw error;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await orIfMissing(stat(path), undefined))?.isDirectory() ?? false;
}

/** The pieces of a content, sealed where the keys say so. */
function chunksOf(content: FileContent, plain: boolean): Iterable<Chunk> | AsyncIterable<Chunk> {
  const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  const { seal } = currentKeys();
  return plain || seal === undefined ? chunks : sealStream(bytesOf(chunks), seal);
}

async function* bytesOf(chunks: Iterable<Chunk> | AsyncIterable<Chunk>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

async function orIfMissing<T, U>(step: Promise<T>, fallback: U): Promise<T | U> {
  try {
    return await step;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return fallback;
    throw error;
  }
}

/** The error for what the file system refused, with the reason and the remedy. */
export function writeRefusal(path: string, error: unknown, options: WriteOptions = {}): SkeinError {
  return refusal(path, explain(path, error as NodeJS.ErrnoException), options, error);
}

async function guard<T>(path: string, step: Promise<T>, options: WriteOptions): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw writeRefusal(path, error, options);
  }
}

function refusal(path: string, reason: string, options: WriteOptions, cause?: unknown): SkeinError {
  const ErrorClass = options.errorClass ?? SkeinError;
  return new ErrorClass(`cannot write ${path}: ${reason}`, { cause });
}

/** The reason and the remedy, for the ways in which writing fails on a healthy machine. */
function explain(path: string, error: NodeJS.ErrnoException): string {
  const elsewhere = "choose another folder with --out";
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return `permission denied; ${elsewhere}`;
    case "EROFS":
      return `the file system is read-only; ${elsewhere}`;
    case "ENOSPC":
      return `the disk is full; free some space or ${elsewhere}`;
    case "EDQUOT":
      return `your disk quota is used up; free some space or ${elsewhere}`;
    case "EFBIG":
      return `the file grows larger than is allowed here; raise the limit (ulimit -f) or ${elsewhere}`;
    case "ENOENT":
      return existsSync(dirname(path))
        ? `nothing can be made in ${dirname(path)}; ${elsewhere}`
        : `folder ${dirname(path)} does not exist; create it first`;
    case "EEXIST":
    case "ENOTDIR":
      return `a file is where a folder should be; ${elsewhere}`;
    default:
      return `${error.message}; ${elsewhere}`;
  }
}

/** Makes the rename itself last through a power cut, where the system can. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows and some network file systems cannot flush a folder; the file's content is safe already.
  }
}
