import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";
import { buildIfChanged } from "./stamps.js";

const OUTPUT = "src/device/web/shader_texts.ts";

/** shaders/ as a module for browsers, which have no files: without comments and indentation, which are a quarter of it. */
export async function buildShaderTexts() {
  await buildIfChanged({
    name: "shaders",
    files: ["shaders", "scripts/lib/shader_texts.js"],
    settings: {},
    output: OUTPUT,
    build: async () => {
      const folder = join(root, "shaders");
      const paths = readdirSync(folder, { recursive: true })
        .filter((path) => path.endsWith(".wgsl"))
        .map((path) => path.replaceAll("\\", "/"))
        .sort();
      const entries = paths.map((path) => {
        const text = shortened(readFileSync(join(folder, path), "utf8"));
        return `  ${JSON.stringify(path)}: ${JSON.stringify(text)},\n`;
      });
      const head =
        "/** Generated from shaders/ by npm run build: the text of every shader, by its path. */\n";
      const code = `export const shaderTexts: Readonly<Record<string, string>> = {\n${entries.join("")}};\n`;
      writeFileSync(join(root, OUTPUT), head + code);
    },
  });
}

/** WGSL has no strings, in which two slashes would not begin a comment. */
function shortened(text) {
  const lines = text.split("\n").map((line) => line.replace(/\/\/.*$/, "").trim());
  return lines.filter((line) => line !== "").join("\n");
}
