/**
 * What models need of the program around them: files, memory, a device. Node and browsers differ in nothing else, so that
 * a model is written once. The entries of the package set the host: `skein` that of Node, `skein/web` that of a browser.
 */
import type { Device, DeviceChoice } from "../device/index.js";
import { SkeinError } from "../errors.js";

/** A number of images of [height, width, channels] bytes. */
export interface PixelSizes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A file that is read from any place. */
export interface ByteSource {
  /** Bytes in it. */
  readonly size: number;
  /** Fills `target` from `position` on. @throws {ModelFileError} when the file became shorter, or was changed. */
  read(target: Uint8Array, position: number): Promise<void>;
}

/** A piece of a file: text is written as UTF-8. */
export type Chunk = string | Uint8Array;

/** A whole file, or its pieces in order; pieces are asked for one at a time, as the disk takes them. */
export type FileContent = Chunk | Iterable<Chunk> | AsyncIterable<Chunk>;

/** How a file is written. */
export interface WriteOptions {
  /** Written as it is, whatever `withKeys` says. Default false. */
  readonly plain?: boolean;
  /** Permissions of a new file; one that was there keeps its own. Default: the process's. */
  readonly mode?: number;
  /** Begins the temporary file's name behind `.skein-`, so that whoever may can tell it from others. Letters and digits. */
  readonly mark?: string;
  /** The error that a refusal of the file system becomes. Default {@link SkeinError}. */
  readonly errorClass?: new (
    message: string,
    options?: ErrorOptions,
  ) => SkeinError;
}

/** See the head of this file. */
export interface Host {
  /** @throws {DeviceError} when there is no such device. */
  openDevice(choice: DeviceChoice): Promise<Device>;
  /** Bytes that this program can take. */
  availableMemory(): number;
  /** Zeros for the pixels of images. @throws {DataError} when there is no room for them. */
  pixelMemory(size: PixelSizes): Uint8Array;
  /**
   * Has `use` read what a path or an address names; with `raw` a sealed file is read as it is.
   * @throws {ModelFileError} naming it when it cannot be read.
   */
  withByteSource<T>(
    path: string,
    use: (source: ByteSource) => Promise<T>,
    options?: { readonly raw?: boolean },
  ): Promise<T>;
  /** Refuses bytes in memory where files have to be signed. @throws {ModelFileError} naming them. */
  checkBytes(name: string): void;
  /** The file of one of these names in a folder, the first that is there; null where `path` is no folder. @throws {ModelFileError} */
  fileIn(path: string, names: readonly string[]): Promise<string | null>;
  /** The path of the file `name` in the folder of the file `path`. */
  beside(path: string, name: string): string;
  /** Has parts that `action` describes or restores know the file they are of, where they name others beside it. */
  inFolderOf<T>(path: string, action: () => T): T;
  /** Writes a file whole or not at all; null where there are no files to write. */
  readonly writeFile: ((path: string, content: FileContent, options?: WriteOptions) => Promise<void>) | null;
  /** SHA-256 of pieces, in hexadecimal digits. */
  sha256(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string>;
}

let current: Host | null = null;

/** Has everything use this host from now on. */
export function setHost(host: Host): void {
  current = host;
}

/** The host that was set. @throws {SkeinError} before one was. */
export function host(): Host {
  if (current) return current;
  throw new SkeinError(
    'Skein does not know what it runs in: import "skein" in Node, "skein/web" in a browser',
  );
}

/** Writes a file. @throws {SkeinError} when the host has no files. */
export async function writeHostFile(
  path: string,
  content: FileContent,
  options: WriteOptions = {},
): Promise<void> {
  requireFiles(path, options);
  await host().writeFile!(path, content, options);
}

/** @throws {SkeinError} or `errorClass`, when the host has no files to write. */
export function requireFiles(path: string, { errorClass = SkeinError }: WriteOptions = {}): void {
  if (host().writeFile) return;
  throw new errorClass(
    `${path} cannot be written: a browser gives a page no files: take a model's bytes with toBytes()`,
  );
}
