/** What a file holds, as a number that names it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** The SHA-256 of a file's bytes. @throws the file system's errors; the reason of `signal` if it aborts. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<Buffer> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest();
}
