/** Options of `skein segment` beside a model that an earlier run wrote. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSegmenter } from "../../src/cli/segment/model.js";
import type { SegmentOptions } from "../../src/cli/segment/options.js";
import { ArgumentError, type Device, ImageSegmenter, openDevice } from "../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "skein-segment-model-"));
const model = join(folder, "model.safetensors");
let device: Device;
beforeAll(async () => {
  device = await openDevice("native", { threads: 1 });
  const segmenter = new ImageSegmenter({ method: "clustering", regions: 4, preprocess: ["median"] }, device);
  await segmenter.save(model);
  await segmenter.close();
});
afterAll(() => {
  device.close();
  rmSync(folder, { recursive: true });
});

const open = (options: Partial<SegmentOptions>) =>
  openSegmenter({ model, ...options } as SegmentOptions, device);

it.each<[string, Partial<SegmentOptions>]>([
  // Methods with fewer regions, and alpha, which fits two: what the model has decides nothing about what is asked for.
  ['method "clustering"', { method: "inpainting" }],
  ["regions 4", { regions: 2 }],
  ['alpha "flatten"', { alpha: "mask" }],
  ['preprocess [{"step":"median","size":3}]', { preprocess: "grey" }],
])("names %s of the model where the command line asks for another", async (own, options) => {
  const [name] = Object.keys(options);
  await expect(open(options)).rejects.toThrow(
    new ArgumentError(
      `${model} was made with ${own}, and --${name} asks for another: leave --${name} out, or --model`,
    ),
  );
});

it("opens it where all is the same, preprocessing in other words, too", async () => {
  const segmenter = await open({ method: "clustering", regions: 4, preprocess: "median" });
  expect(segmenter.config.regions).toBe(4);
  await segmenter.close();
});
