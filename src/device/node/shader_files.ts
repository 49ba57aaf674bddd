/** Shaders from the package's files. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { DeviceError } from "../../errors.js";

/** Beside this file's package; where a bundler moved this file, in the installed package. */
const SHADERS = findShaders();

function findShaders(): URL {
  const own = new URL("../../../shaders/", import.meta.url);
  if (existsSync(own)) return own;
  try {
    const installed = createRequire(import.meta.url).resolve("skein/package.json");
    return new URL("shaders/", pathToFileURL(installed));
  } catch {
    return own;
  }
}

/** The text of `shaders/PATH`. */
export function readShader(path: string): string {
  try {
    return readFileSync(new URL(path, SHADERS), "utf8");
  } catch (cause) {
    throw new DeviceError(`shader ${path} cannot be read: install skein again, its files are incomplete`, {
      cause,
    });
  }
}
