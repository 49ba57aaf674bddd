/** Weights beside an ONNX file. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { isAbsolute, join, normalize, sep } from "node:path";
import { excerpt, ModelFileError } from "../../errors.js";
import type { ExternalData } from "../host_tensor.js";

/** Reads parts of files that lie in the model's folder or below; sizes are compared before memory is taken. */
export function externalDataIn(folder: string): ExternalData {
  return (location, offset, length) => {
    const path = normalize(location);
    if (isAbsolute(path) || path.startsWith(`..${sep}`) || path === ".." || path.includes("\0")) {
      throw new ModelFileError(
        `the model keeps weights in ${excerpt(location)}, outside of its folder: move the file there and export again`,
      );
    }
    let file: number;
    try {
      file = openSync(join(folder, path), "r");
    } catch (cause) {
      throw new ModelFileError(
        `the model keeps weights in ${excerpt(location)}, which cannot be read: put that file beside it`,
        { cause },
      );
    }
    try {
      const { size } = fstatSync(file);
      const bytes = length ?? size - offset;
      if (offset + bytes > size || bytes < 0) {
        throw new ModelFileError(
          `${excerpt(location)} has ${size} bytes, and a tensor of the model ends at ${offset + bytes}: fetch that file again`,
        );
      }
      const data = new Uint8Array(bytes);
      for (let at = 0; at < bytes; ) {
        const read = readSync(file, data, at, Math.min(bytes - at, 2 ** 30), offset + at);
        if (read === 0)
          throw new ModelFileError(`${excerpt(location)} became shorter: fetch that file again`);
        at += read;
      }
      return data;
    } finally {
      closeSync(file);
    }
  };
}
