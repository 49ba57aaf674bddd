import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { trainDigitModel, writeExampleDigits } from "./digit_model.js";
import { cache, root } from "./paths.js";
import { buildIfChanged } from "./stamps.js";

const SOURCE = join(root, "apps", "playground");
/** Where the page is built to. */
export const PLAYGROUND = join(root, "dist-playground");
/** The digit model and example digits that the page ships with. */
const DIGITS = join(cache, "playground");

/** Trains the digit model where there is none, or its settings changed. Needs the addon and dist/. */
export async function makeDigits() {
  await buildIfChanged({
    name: "digit model",
    files: ["scripts/lib/digit_model.js"],
    settings: {},
    output: ".cache/playground/digits.safetensors",
    build: async () => {
      const accuracy = await trainDigitModel(join(DIGITS, "digits.safetensors"));
      await writeExampleDigits(join(DIGITS, "digits.png"));
      console.log(`digit model: right for ${(100 * accuracy).toFixed(2)} % of the test digits of MNIST`);
    },
  });
}

/**
 * Bundles the page, which is a folder of files that any server can give. Needs dist/.
 * @param {object} [options]
 * @param {string} [options.out] the folder, which is replaced
 * @param {string} [options.digits] a folder with digits.safetensors and digits.png
 */
export async function buildPlayground({ out = PLAYGROUND, digits = DIGITS } = {}) {
  const { build } = await import("esbuild");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [join(SOURCE, "main.ts"), join(SOURCE, "worker.ts")],
    outdir: out,
    ...{ bundle: true, splitting: true, minify: true, format: "esm", platform: "browser", target: "es2022" },
    logLevel: "warning",
  });
  for (const file of ["index.html", "style.css"]) copyFileSync(join(SOURCE, file), join(out, file));
  for (const file of ["digits.safetensors", "digits.png"]) {
    copyFileSync(join(digits, file), join(out, file));
  }
}
