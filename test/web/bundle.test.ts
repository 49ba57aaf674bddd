/** What a browser loads: how large it is, and that nothing of Node is in it. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { onnxFile } from "../../src/onnx/export/file.js";

/** Shaders are not in it. */
const MOST_BYTES = 60_000;

it("the browser's bundle is small, and runs without Node", async () => {
  // With this platform an import of Node's is an error.
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("../../src/index.web.ts", import.meta.url))],
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    globalName: "skein",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const { text, contents } = outputFiles[0]!;
  const bytes = gzipSync(contents, { level: 9 }).length;
  console.log(`browser bundle: ${contents.length} bytes, ${bytes} with gzip`);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(text).not.toMatch(/["']node:/);
  expect(
    Object.keys(metafile.inputs).filter((path) => /node_modules|src\/device\/node\//.test(path)),
  ).toEqual([]);

  // A context of its own has JavaScript's globals and none of Node's.
  const trained = runInNewContext(`${text}; skein.summarize(new skein.Linear(3, 4), [2, 3]).trained`, {
    console,
  });
  expect(trained).toBe(16);
});

it("is what the package gives as skein/web", async () => {
  const root = new URL("../../", import.meta.url);
  const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const built = await import(fileURLToPath(new URL(exports["./web"].default, root)));
  const source = await import("../../src/index.web.js");
  expect(Object.keys(built).sort()).toEqual(Object.keys(source).sort());
  expect(existsSync(new URL(exports["./web"].types, root))).toBe(true);
});

it("holds nothing of ONNX unless it is imported, and reads ONNX files without Node", async () => {
  const bundle = (entry: string) =>
    build({
      entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
      ...{ bundle: true, minify: true, platform: "browser", target: "es2022", format: "iife" },
      ...{ globalName: "skein", metafile: true, write: false, logLevel: "silent" },
    });
  const web = await bundle("../../src/index.web.ts");
  expect(Object.keys(web.metafile!.inputs).filter((path) => /onnx|bufbuild/.test(path))).toEqual([]);
  const onnx = await bundle("../../src/onnx/index.ts");
  expect(onnx.outputFiles![0]!.text).not.toMatch(/["']node:/);
  const file = onnxFile({
    inputs: { x: [2] },
    outputs: ["y"],
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
  });
  const code = `${onnx.outputFiles![0]!.text}; [...skein.parseOnnx(file).operators.keys()].join()`;
  expect(runInNewContext(code, { file, Uint8Array, TextDecoder, TextEncoder })).toBe("Relu");
});
