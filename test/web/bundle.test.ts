/** What a browser loads: how large it is, and that nothing of Node is in it. Importing src/index.web.ts makes a browser the host. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { onnxFile } from "../../src/onnx/export/file.js";

/** kB with gzip, of what is loaded at once, and of the shaders, which follow when a device is opened. */
const MOST = { web: 230, classifier: 115, shaders: 45 };

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** A bundle as bundlers make it for a page: with this platform an import of Node's is an error. */
async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [source(entry)],
    ...{ bundle: true, splitting: true, minify: true, platform: "browser", target: "es2022", format: "esm" },
    ...{ outdir: "out", metafile: true, write: false, logLevel: "silent" },
  });
  const chunks = Object.entries(metafile.outputs);
  const first = chunks.find(([, { entryPoint }]) => entryPoint?.endsWith(`src/${entry}`))![0];
  const atOnce = new Set<string>();
  const visit = (path: string) => {
    if (atOnce.has(path)) return;
    atOnce.add(path);
    for (const { path: next, kind } of metafile.outputs[path]!.imports) {
      if (kind === "import-statement") visit(next);
    }
  };
  visit(first);
  const kilobytes = (paths: Iterable<string>) => {
    const texts = [...paths].map((path) => outputFiles.find((file) => file.path.endsWith(path))!.contents);
    return gzipSync(Buffer.concat(texts), { level: 9 }).length / 1000;
  };
  const shaders = chunks.filter(([path]) => path.includes("shader_texts")).map(([path]) => path);
  return {
    text: outputFiles.map(({ text }) => text).join("\n"),
    /** Files of src/ and packages in what is loaded at once. */
    inputs: [...atOnce].flatMap((path) => Object.keys(metafile.outputs[path]!.inputs)),
    size: kilobytes(atOnce),
    shaders: kilobytes(shaders),
  };
}

it.each([
  ["skein/web", "index.web.ts", MOST.web],
  ["skein/web/classifier", "index.web.classifier.ts", MOST.classifier],
])("the bundle of %s is small, and has nothing of Node", async (name, entry, most) => {
  const { text, inputs, size, shaders } = await bundle(entry);
  console.log(`${name}: ${size.toFixed(1)} kB with gzip, and ${shaders.toFixed(1)} kB of shaders`);
  expect(size).toBeLessThan(most);
  expect(shaders).toBeGreaterThan(0);
  expect(shaders).toBeLessThan(MOST.shaders);
  expect(text).not.toMatch(/["']node:/);
  expect(inputs.filter((path) => /src\/(device|data|io|onnx|platform)\/node[./]/.test(path))).toEqual([]);
  // ONNX is read and written only where a page asks for it.
  expect(inputs.filter((path) => /onnx\/(?!exporter)|bufbuild/.test(path))).toEqual([]);
});

it("a bundle runs without Node", async () => {
  const { outputFiles } = await build({
    entryPoints: [source("index.web.ts")],
    ...{ bundle: true, minify: true, platform: "browser", target: "es2022", format: "iife" },
    ...{ globalName: "skein", write: false, logLevel: "silent" },
  });
  // A context of its own has JavaScript's globals and none of Node's, but for what the test gives of a browser's.
  const trained = runInNewContext(
    `${outputFiles[0]!.text}; skein.summarize(new skein.Linear(3, 4), [2, 3]).trained`,
    { console, TextEncoder, TextDecoder, URL },
  );
  expect(trained).toBe(16);
});

it.each([
  ["./web", "index.web.ts"],
  ["./web/classifier", "index.web.classifier.ts"],
])("skein%s of the package is what src/ has", async (path, entry) => {
  const root = new URL("../../", import.meta.url);
  const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  const built = await import(fileURLToPath(new URL(exports[path].default, root)));
  expect(Object.keys(built).sort()).toEqual(Object.keys(await import(source(entry))).sort());
  expect(existsSync(new URL(exports[path].types, root))).toBe(true);
});

it("skein/web/onnx reads ONNX files without Node", async () => {
  const { outputFiles } = await build({
    entryPoints: [source("onnx/index.ts")],
    ...{ bundle: true, minify: true, platform: "browser", target: "es2022", format: "iife" },
    ...{ globalName: "skein", write: false, logLevel: "silent" },
  });
  const { text } = outputFiles[0]!;
  expect(text).not.toMatch(/["']node:/);
  const file = onnxFile({
    inputs: { x: [2] },
    outputs: ["y"],
    nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
  });
  const code = `${text}; [...skein.parseOnnx(file).operators.keys()].join()`;
  expect(runInNewContext(code, { file, Uint8Array, TextDecoder, TextEncoder })).toBe("Relu");
});
