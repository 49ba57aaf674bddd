/** A browser as the host of models: addresses, the page's memory and its GPU. Whoever imports this file has it set. */
import { openDevice } from "../device/web/open.js";
import { ArgumentError, DataError, ModelFileError } from "../errors.js";
import { setHost } from "../host/host.js";
import { bytesSource } from "../io/byte_source.js";

/** What a page can take is told by no browser. Chrome ends an array at 2 GiB, others at 4. */
const MEMORY = 2 ** 31;

setHost({
  async openDevice(choice) {
    if (choice === "auto" || choice === "webgpu") return openDevice();
    throw new ArgumentError(
      `device ${String(choice)} is not in browsers: leave it out, or give a Device that openDevice() opened`,
    );
  },
  availableMemory: () => MEMORY,
  pixelMemory({ count, height, width, channels }) {
    const bytes = count * height * width * channels;
    try {
      return new Uint8Array(bytes);
    } catch (cause) {
      throw new DataError(
        `${count} images of ${height} x ${width} x ${channels} take ${(bytes / 2 ** 30).toFixed(1)} GiB, more than this ` +
          "page can have: choose a smaller height and width, or fewer images",
        { cause },
      );
    }
  },
  withByteSource: async (address, use, options) => use(bytesSource(address, await fetched(address), options)),
  // Keys are Node's.
  checkBytes() {},
  fileIn: async () => null,
  beside: (address, name) =>
    new URL(name, new URL(address, (globalThis as { location?: URL }).location)).href,
  // No part that runs in a page names other files.
  inFolderOf: (_path, action) => action(),
  writeFile: null,
  async sha256(pieces) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of pieces) parts.push(piece as Uint8Array<ArrayBuffer>);
    const digest = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  },
});

/** The bytes at an address. @throws {ModelFileError} */
async function fetched(address: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw new ModelFileError(
      `cannot fetch ${address} (${(cause as Error).message}): check the address, the network, and that its server lets ` +
        "other pages read it (CORS)",
      { cause },
    );
  }
  if (!response.ok) {
    throw new ModelFileError(
      `${address}: the server answered ${response.status} ${response.statusText}`.trimEnd() +
        ": check the address",
    );
  }
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new ModelFileError(`${address} could not be read to its end: fetch it again`, { cause });
  }
}
