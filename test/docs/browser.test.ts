/** docs/browser.md: its programs run as printed, in a browser. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ImageClassifier } from "../../src/index.js";
import { textOf } from "../support/page_program.js";
import { until } from "../support/page_until.js";
import { openBrowser, serve, whyNoBrowser } from "../web/browser.js";
import { writeRingsAndBars } from "../web/pictures.js";

const page = textOf("docs/browser.md");
const missing = await whyNoBrowser();
const folder = mkdtempSync(join(tmpdir(), "skein-browser-page-"));
const pictures = join(folder, "pictures");
afterAll(() => rmSync(folder, { recursive: true }));

const program = (name: string) =>
  new RegExp(`<!-- program ${name} -->\\s*\`\`\`js\\n([^]*?)\`\`\``).exec(page)![1]!;

describe.skipIf(missing)(`docs/browser.md [webgpu]${missing ? ` (${missing})` : ""}`, () => {
  let browser: Browser;
  let model: Uint8Array;

  beforeAll(async () => {
    const images = await writeRingsAndBars(pictures);
    const labels = images.names!.map((name) => (name.startsWith("ring") ? 1 : 0));
    const small = {
      network: "rowLstm",
      networkOptions: { hidden: 16 },
      epochs: 30,
      batch: 16,
      learningRate: 0.02,
    };
    const classifier = new ImageClassifier(small, "native");
    await classifier.fit(images, labels);
    model = await classifier.toBytes();
    await classifier.close();
    browser = await openBrowser(true);
  });
  afterAll(() => browser?.close());

  /** What a program logs on a page with an input that holds the pictures, once `last` is logged; and the names of its downloads. */
  async function logged(name: string, last: RegExp): Promise<{ lines: string[]; downloads: string[] }> {
    const out = join(folder, name);
    await build({
      stdin: {
        // The input is filled before the program starts.
        contents: `globalThis.run = async () => { const { done } = await import("program"); };`,
        resolveDir: fileURLToPath(new URL("../../", import.meta.url)),
      },
      plugins: [
        {
          name: "program",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^program$/ }, () => ({ path: "program", namespace: "page" }));
            onLoad({ filter: /.*/, namespace: "page" }, () => ({
              contents: `${program(name)}\nexport const done = true;`,
              resolveDir: fileURLToPath(new URL("../../", import.meta.url)),
            }));
          },
        },
      ],
      ...{
        outfile: undefined,
        outdir: out,
        bundle: true,
        splitting: true,
        format: "esm",
        platform: "browser",
      },
      ...{ target: "es2022", logLevel: "error", entryNames: "main" },
    });
    const html =
      '<!doctype html><link rel="icon" href="data:,"><input type="file" multiple><script type="module" src="main.js"></script>';
    const server = await serve({ "/index.html": html, "/digits.safetensors": model }, out);
    const tab = await browser.newPage({ acceptDownloads: true });
    const [lines, downloads, errors]: [string[], string[], string[]] = [[], [], []];
    tab.on("console", (message) => lines.push(message.text()));
    tab.on("download", (file) => downloads.push(file.suggestedFilename()));
    tab.on("pageerror", (error) => errors.push(error.message));
    try {
      await tab.goto(server.address);
      await until(tab, "globalThis.run");
      const files = Array.from(
        { length: 40 },
        (_, n) => `${n < 24 ? "ring" : "bar"}-${String(n).padStart(2, "0")}.png`,
      );
      await tab.locator("input").setInputFiles(files.map((file) => join(pictures, file)));
      await tab.evaluate("run()");
      expect(errors).toEqual([]);
      expect(lines.at(-1)).toMatch(last);
      return { lines, downloads };
    } finally {
      await tab.close();
      server.close();
    }
  }

  it("classifies by a model that Node trained", async () => {
    const { lines } = await logged("predict", /^bar-39\.png: 0$/);
    expect(lines).toHaveLength(40);
    expect(lines.filter((line) => /^(ring.*: 1|bar.*: 0)$/.test(line)).length).toBeGreaterThan(37);
  });

  it("sorts, and saves the table and the model", async () => {
    const { lines, downloads } = await logged("sort", /^sorted by features$/);
    expect(lines[0]).toBe("comparing hog");
    expect(downloads.sort()).toEqual(["classes.csv", "model.safetensors"]);
  });

  it("trains", async () => {
    const { lines } = await logged("train", /^accuracy (1\.00|0\.9\d)$/);
    expect(lines[0]).toBe("webgpu");
  });
});

it("docs/browser.md is linked from the README", () => {
  expect(textOf("README.md")).toContain("](docs/browser.md)");
});
