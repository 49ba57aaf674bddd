/** ONNX files and the files beside them: sealed, signed, large, and no files at all. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeFileAtomically } from "../../src/io/atomic_file.js";
import { withKeys } from "../../src/io/keys.js";
import { type FileTensor, onnxFile } from "../../src/onnx/export/file.js";
import { readOnnx } from "../../src/onnx/node/read.js";
import type { OnnxRuntime } from "../../src/onnx/node/runtime.js";

const folder = mkdtempSync(join(tmpdir(), "skein-onnx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = (constants: { [name: string]: FileTensor }) =>
  onnxFile({
    inputs: { x: [2] },
    outputs: ["y"],
    constants,
    nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
  });
const inside = bytesOf({ w: { shape: [2], data: Float32Array.of(1, 2) } });
const beside = (location: string) =>
  bytesOf({ w: { shape: [2], data: new Float32Array(2), external: { location, offset: 4, length: 8 } } });
const at = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const weights = new Uint8Array(Float32Array.of(9, 1, 2).buffer);
const passphrase = "correct horse battery staple";
const sealed = (name: string, bytes: Uint8Array) =>
  withKeys({ seal: { passphrase } }, () => writeFileAtomically(join(folder, name), [bytes]));

/** Notes what ONNX Runtime is given. */
function runtime() {
  const given: (Uint8Array | string)[] = [];
  const session = { run: async () => ({}), release: async () => {} };
  const create = async (model: Uint8Array | string) => {
    given.push(model);
    return session;
  };
  return { given, runtime: { InferenceSession: { create }, Tensor: class {} } as unknown as OnnxRuntime };
}

describe("readOnnx", () => {
  const trustedKey = generateKeyPairSync("ed25519").publicKey;

  it("refuses files that are not signed", async () => {
    const path = at("unsigned.onnx", inside);
    await expect(withKeys({ trustedKey }, () => readOnnx(path))).rejects.toThrow(/unsigned\.onnx.*sig/);
  });

  it("opens sealed files, and those beside them", async () => {
    await sealed("sealed.onnx", beside("sealed.bin"));
    await sealed("sealed.bin", weights);
    const path = join(folder, "sealed.onnx");
    await expect(readOnnx(path)).rejects.toThrow(/sealed\.onnx/);
    const model = await withKeys({ open: { passphrase } }, () => readOnnx(path));
    const values = new Float32Array(2);
    model.weights
      .parameters()[0]!
      .parts("")[0]!
      .init(values, null as never);
    expect([...values]).toEqual([1, 2]);
  });

  it("reads other files only when weights are needed", async () => {
    at("late.bin", new Uint8Array(12));
    const model = await readOnnx(at("late.onnx", beside("late.bin")));
    at("late.bin", weights);
    const values = new Float32Array(2);
    model.weights
      .parameters()[0]!
      .parts("")[0]!
      .init(values, null as never);
    expect([...values]).toEqual([1, 2]);
  });

  it.each([".", "sub/.."])("refuses weights in the folder %s", async (location) => {
    await expect(readOnnx(at("folder.onnx", beside(location)))).rejects.toThrow(
      /the model keeps weights in .* is a folder/,
    );
  });

  it("gives ONNX Runtime the bytes that were checked", async () => {
    const { given, runtime: own } = runtime();
    await sealed("runtime.onnx", inside);
    const path = join(folder, "runtime.onnx");
    const model = await withKeys({ open: { passphrase } }, () => readOnnx(path, { runtime: own }));
    expect(given).toEqual([inside]);
    expect([...model.operators]).toEqual([["Add", 1]]);
  });

  it("gives ONNX Runtime a path only for weights in other files, and never with keys", async () => {
    const { given, runtime: own } = runtime();
    at("path.bin", weights);
    const path = at("path.onnx", beside("path.bin"));
    await readOnnx(path, { runtime: own });
    expect(given).toEqual([path]);
    await expect(withKeys({ open: { passphrase } }, () => readOnnx(path, { runtime: own }))).rejects.toThrow(
      "path.onnx has weights in other files, which ONNX Runtime reads without keys: use the runtime skein",
    );
  });
});
