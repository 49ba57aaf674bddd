/** Where the pixels of a set lie: in memory, or in a file that the system keeps in memory as far as there is room. */
import { constants } from "node:buffer";
import { randomUUID } from "node:crypto";
import { existsSync, statfsSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { loadAddon } from "../../device/node/addon.js";
import { DataError } from "../../errors.js";
import type { PixelSizes } from "../../host/host.js";

/** Where large temporary files belong; `tmpdir` is often in memory. */
const LARGE_FILES = "/var/tmp";

/** Bytes that this process can take: what is free, or what its container leaves it. */
export function availableMemory(): number {
  return process.availableMemory?.() ?? totalmem();
}

/**
 * @param size images of [height, width, channels] bytes
 * @throws {DataError} when they take more memory than is free.
 */
export function requireMemory(size: PixelSizes, available = availableMemory()): void {
  const bytes = bytesOf(size);
  if (bytes <= available) return;
  throw new DataError(`${described(size)} of memory, and ${gib(available)} are free: ${REMEDY}.`);
}

/**
 * Zeros for the pixels of images, to be written: in memory up to `limit` bytes, else in a temporary file, of which the
 * system holds in memory what is in use. The file has no name, and is gone with the array or the process.
 *
 * @param limit default half of what is free: the other half is for what is made of the images.
 * @throws {DataError} when there is no room for them, neither in memory nor on the disk.
 */
export function pixelMemory(size: PixelSizes, limit = Math.floor(availableMemory() / 2)): Uint8Array {
  const bytes = bytesOf(size);
  if (bytes > constants.MAX_LENGTH) {
    const most = gib(constants.MAX_LENGTH);
    throw new DataError(`${described(size)}, and one array of this Node.js holds ${most}: ${REMEDY}.`);
  }
  if (bytes <= limit) return new Uint8Array(bytes);
  try {
    return mapped(bytes);
  } catch (cause) {
    if (bytes <= availableMemory()) return new Uint8Array(bytes);
    const reason = (cause as Error).message;
    throw new DataError(`${described(size)}, more than the free memory, and ${reason}, or ${REMEDY}.`, {
      cause,
    });
  }
}

/** Zeros in a file without a name. @throws {Error} whose message says why not, and a remedy. */
function mapped(bytes: number): Uint8Array {
  const addon = loadAddon();
  // An empty TMPDIR counts as none, as it does for os.tmpdir.
  const folder = process.env.TMPDIR || (existsSync(LARGE_FILES) ? LARGE_FILES : tmpdir());
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bytes > bavail * bsize) throw new Error(`${gib(bavail * bsize)} are free`);
    return new Uint8Array(addon.fileBacked(join(folder, `skein-${randomUUID()}.pixels`), bytes));
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new Error(`${folder} cannot hold them (${reason}): set TMPDIR to a folder with more room`, {
      cause,
    });
  }
}

const REMEDY = "choose a smaller height and width, or fewer images";
const bytesOf = ({ count, height, width, channels }: PixelSizes) => count * height * width * channels;
const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function described(size: PixelSizes): string {
  const { count, height, width, channels } = size;
  return `${count} images of ${height} x ${width} x ${channels} take ${gib(bytesOf(size))}`;
}
