import { SkeinError } from "../errors.js";
/** A piece of a file: text is written as UTF-8. */
export type Chunk = string | Uint8Array;
/** A whole file, or its pieces in order; pieces are asked for one at a time, as the disk takes them. */
export type FileContent = Chunk | Iterable<Chunk> | AsyncIterable<Chunk>;
/** Options of {@link writeFileAtomically} and {@link ensureFolder}. */
export interface WriteOptions {
    /** The error that a refusal of the file system becomes. Default {@link SkeinError}. */
    readonly errorClass?: new (message: string, options?: ErrorOptions) => SkeinError;
}
/**
 * Writes a file so that a reader of `path`, at any moment, finds the old content or the new, whole.
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
export declare function writeFileAtomically(path: string, content: FileContent, options?: WriteOptions): Promise<void>;
/**
 * Makes a folder and those above it, unless they are there.
 *
 * @returns The folders that were made, outermost first.
 * @throws {SkeinError} Or `options.errorClass`, if the file system refuses.
 */
export declare function ensureFolder(path: string, options?: WriteOptions): Promise<string[]>;
/** The error for what the file system refused, with the reason and the remedy. */
export declare function writeRefusal(path: string, error: unknown, options?: WriteOptions): SkeinError;
