/** `skein export`. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportModel } from "../../src/cli/export.js";
import { Output } from "../../src/cli/output.js";
import { type Device, ImageClusterer, ImageSegmenter, openDevice } from "../../src/index.js";
import { readOnnx } from "../../src/onnx/node/read.js";

const folder = mkdtempSync(join(tmpdir(), "skein-export-"));
const at = (name: string) => join(folder, name);
const out = new Output({ quiet: true });
const [count, side] = [12, 16];
const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => (i * 37 + (i >> 5) * 11) % 256);
const images = { count, height: side, width: side, channels: 1, pixels };
let device: Device;
let expected: { readonly data: Float32Array };

beforeAll(async () => {
  device = await openDevice("native", { threads: 1 });
  const clusterer = new ImageClusterer({ clusters: 3, heads: 1, hidden: 8, epochs: 1, batch: 6 }, device);
  await clusterer.fit(images);
  expected = await clusterer.predictProba(images);
  await clusterer.save(at("model.safetensors"));
  clusterer.close();
  const segmenter = new ImageSegmenter({ method: "clustering" }, device);
  await segmenter.save(at("segmenter.safetensors"));
  await segmenter.close();
});
afterAll(() => {
  device.close();
  rmSync(folder, { recursive: true });
});

const options = (more: object = {}) => ({ device: "native" as const, output: at("model.onnx"), ...more });

describe("skein export", () => {
  it("writes what the model predicts", async () => {
    expect(await exportModel(at("model.safetensors"), options(), out)).toBe(0);
    const model = (await readOnnx(at("model.onnx"))).to(device);
    expect(model.outputs.map(({ name }) => name)).toEqual(["probabilities", "features"]);
    const image = { data: Float32Array.from(pixels, (value) => value / 255), shape: [count, 1, side, side] };
    const { probabilities } = await model.run({ image });
    const worst = Math.max(...probabilities!.data.map((value, i) => Math.abs(value - expected.data[i]!)));
    expect(worst).toBeLessThan(1e-5);
    model.release();
  });

  it("writes the outputs that are named, and nothing that only others need", async () => {
    await exportModel(at("model.safetensors"), options({ outputs: ["features"], output: at("f.onnx") }), out);
    const model = await readOnnx(at("f.onnx"));
    expect(model.outputs.map(({ name }) => name)).toEqual(["features"]);
    expect(model.operators.has("Softmax")).toBe(false);
  });

  it.each([
    [
      "an output that there is not",
      "model.safetensors",
      { outputs: ["logits"] },
      "there is no output logits: choose from",
    ],
    ["a segmenter that is no network", "segmenter.safetensors", {}, "is no network: use one that learns"],
  ])("refuses %s, and writes nothing", async (_, model, more, message) => {
    const target = at("refused.onnx");
    await expect(exportModel(at(model), options({ ...more, output: target }), out)).rejects.toThrow(message);
    expect(existsSync(target)).toBe(false);
  });
});
