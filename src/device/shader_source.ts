/**
 * WGSL as it stands on disk. A line `#import name` pulls in `shaders/lib/name.wgsl`,
 * once per shader, imports of imports first. Directives `enable` go to the top, where
 * WGSL wants them. Nothing else is generated.
 */
import { readFileSync } from "node:fs";
import { DeviceError } from "../errors.js";

const SHADERS = new URL("../../shaders/", import.meta.url);
const IMPORT = /^#import\s+([a-z0-9_]+)\s*$/gm;
const ENABLE = /^enable\s[^;]*;$/gm;

function readShader(path: string): string {
  try {
    return readFileSync(new URL(path, SHADERS), "utf8");
  } catch (cause) {
    throw new DeviceError(`shader ${path} cannot be read: install skein again, its files are incomplete`, {
      cause,
    });
  }
}

/** The whole text of `shaders/NAME.wgsl`. */
export function shaderSource(name: string): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readShader(path);
    for (const [, imported] of text.matchAll(IMPORT)) visit(`lib/${imported}.wgsl`);
    parts.push(text.replace(IMPORT, ""));
  };
  visit(`${name}.wgsl`);
  const text = parts.join("\n");
  return [...new Set(text.match(ENABLE)), text.replace(ENABLE, "")].join("\n");
}
