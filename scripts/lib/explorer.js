import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./paths.js";
import { buildIfChanged } from "./stamps.js";

const SOURCE = join(root, "apps", "explorer");

/** Bundles the page of `skein explore` into dist/explorer. Needs dist/. */
export async function buildExplorer() {
  await buildIfChanged({
    name: "explorer",
    files: ["apps/explorer", "src/explore/protocol.ts", "src/report/palette.ts", "scripts/lib/explorer.js"],
    settings: {},
    output: "dist/explorer",
    build: () => bundleExplorer(join(root, "dist", "explorer")),
  });
}

/** @param {string} out the folder, which is replaced */
export async function bundleExplorer(out) {
  const { build } = await import("esbuild");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [join(SOURCE, "main.tsx")],
    outdir: out,
    ...{ bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022" },
    ...{ jsx: "automatic", jsxImportSource: "preact" },
    logLevel: "warning",
  });
  copyFileSync(join(SOURCE, "index.html"), join(out, "index.html"));
  const { LIGHT, DARK } = await import(pathToFileURL(join(root, "dist", "report", "palette.js")).href);
  const colours = `:root{${LIGHT}}\n@media (prefers-color-scheme:dark){:root{${DARK}}}\n`;
  writeFileSync(join(out, "style.css"), colours + readFileSync(join(SOURCE, "style.css"), "utf8"));
}
