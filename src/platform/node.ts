/** Node as the host of models: the disk, its memory, the addon and Dawn. Whoever imports this file has it set. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { availableMemory, pixelMemory } from "../data/node/memory.js";
import { ModelFileError } from "../errors.js";
import { setHost } from "../host/host.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { currentKeys } from "../io/keys.js";
import { withFile } from "../io/node/byte_source.js";
import { inFolderOf } from "../io/node/file_folder.js";

setHost({
  // The command line starts without it.
  openDevice: async (choice) => (await import("../device/node/open.js")).openDevice(choice),
  availableMemory,
  pixelMemory: (size) => pixelMemory(size),
  withByteSource: withFile,
  checkBytes(name) {
    if (!currentKeys().trustedKey) return;
    throw new ModelFileError(
      `${name}: bytes in memory have no signature beside them, and a key is trusted: give the path of a signed file`,
    );
  },
  async fileIn(path, names) {
    if (!(await stat(path).catch(() => null))?.isDirectory()) return null;
    for (const name of names) {
      const file = join(path, name);
      if (await stat(file).catch(() => null)) return file;
    }
    throw new ModelFileError(`${path} is a folder without ${names.join(" and ")}: give the file`);
  },
  beside: (path, name) => join(dirname(path), name),
  inFolderOf,
  writeFile: writeFileAtomically,
  async sha256(pieces) {
    const hash = createHash("sha256");
    for await (const piece of pieces) hash.update(piece);
    return hash.digest("hex");
  },
});
