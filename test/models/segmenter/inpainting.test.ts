import { describe, expect, it } from "vitest";
import { type Device, ImageSegmenter, segmentationScores } from "../../../src/index.js";
import { gaussianFilter } from "../../../src/kernels/separable_filter.js";
import { Random } from "../../../src/random/philox.js";
import inpaintingError from "../../reference/inpainting_error.js";
import separableFilter from "../../reference/separable_filter.js";
import { onEachDevice } from "../../support/devices.js";

const TAPS = 11;

/** Ellipses off the middle on a striped ground, with noise. */
function ellipses(count: number, side: number) {
  const random = new Random(11);
  const pixels = new Uint8Array(count * side * side * 3);
  const masks = new Uint8Array(count * side * side);
  for (let n = 0; n < count; n++) {
    const [cy, cx] = [0.35 + 0.3 * random.uniform(), 0.35 + 0.3 * random.uniform()];
    const [ry, rx] = [0.15 + 0.1 * random.uniform(), 0.15 + 0.1 * random.uniform()];
    for (let i = 0; i < side * side; i++) {
      const [y, x] = [Math.floor(i / side) / side, (i % side) / side];
      const inside = ((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1;
      masks[n * side * side + i] = Number(inside);
      const stripes = 15 * Math.sin(40 * x);
      const colour = inside ? [170, 120, 60] : [70 + stripes, 110 + stripes, 80];
      for (let c = 0; c < 3; c++) {
        const value = Math.round(colour[c]! + 8 * random.normal());
        pixels[(n * side * side + i) * 3 + c] = Math.min(255, Math.max(0, value));
      }
    }
  }
  return { images: { count, height: side, width: side, channels: 3, pixels }, masks };
}

onEachDevice("ImageSegmenter inpainting", (device: Device) => {
  it("finds objects that are not in the middle", async () => {
    const { images, masks } = ellipses(3, 48);
    const segmenter = new ImageSegmenter({ method: "inpainting", settings: { size: 48 } }, device);
    const scores = await segmenter.evaluate(images, masks);
    expect(scores.imageIou[1]).toBeGreaterThan(0.93);
  });

  it("enlarges no images but tiny ones", async () => {
    const { images } = ellipses(1, 70);
    const at = (size: number) =>
      new ImageSegmenter({ method: "inpainting", settings: { size } }, device).predictProba(images);
    expect(await at(128)).toEqual(await at(70));
    expect(await at(128)).not.toEqual(await at(64));
  });

  it("grows from the middle with the article's settings", async () => {
    const { images, masks } = ellipses(2, 48);
    const article = { start: "square", features: "rgb", rounds: 0 };
    const at = async (iterations: number) => {
      const settings = { ...article, size: 48, iterations };
      const found = await new ImageSegmenter({ method: "inpainting", settings }, device).segment(images);
      return segmentationScores([{ ...found, masks }], [found]).imageIou[1]!;
    };
    expect(await at(60)).toBeGreaterThan((await at(0)) + 0.1);
  });
});

describe("inpainting_error", () => {
  const [height, width, channels] = [9, 10, 2];
  const pixels = height * width;
  const random = new Random(5);
  const x = Float64Array.from({ length: channels * pixels }, () => random.uniform());
  // Stripes: all pixels have some of both parts in reach.
  const mask = Float64Array.from({ length: pixels }, (_, i) => Number((i % width) % 5 < 2));
  const weights = Float64Array.from(gaussianFilter(TAPS, 5));

  function filtered(maps: Float64Array): Float64Array {
    let result = maps;
    for (let repeat = 0; repeat < 2; repeat++) {
      const y = new Float64Array(maps.length);
      separableFilter({ x: result, weights, y }, { maps: maps.length / pixels, height, width, taps: TAPS });
      result = y;
    }
    return result;
  }
  const masked = (m: Float64Array) =>
    Float64Array.from({ length: (channels + 1) * pixels }, (_, at) => {
      const i = at % pixels;
      return at < channels * pixels ? x[at]! * m[i]! : m[i]!;
    });

  /** The article's objective without its second term, for a mask of any values. */
  function objective(m: Float64Array): number {
    const part = (own: Float64Array, other: Float64Array) => {
      const near = filtered(masked(other));
      let error = 0;
      for (let i = 0; i < pixels; i++) {
        for (let c = 0; c < channels; c++) {
          const prediction = near[c * pixels + i]! / near[channels * pixels + i]!;
          error += (own[i]! * Math.abs(x[c * pixels + i]! - prediction)) / channels;
        }
      }
      return error / own.reduce((sum, value) => sum + value, 0);
    };
    const rest = m.map((value) => 1 - value);
    return part(m, rest) + part(rest, m);
  }

  it("gives the derivative of the article's objective by each pixel of the mask", () => {
    const out = {
      errors: new Float64Array(2 * pixels),
      pulls: new Float64Array(2 * (channels + 1) * pixels),
      sums: new Float64Array(4 + 2 * channels),
    };
    const all = filtered(masked(new Float64Array(pixels).fill(1)));
    inpaintingError(
      { x, mask, near: filtered(masked(mask)), all, ...out },
      { batch: 1, height, width, channels },
    );
    const pulled = filtered(out.pulls);
    for (let i = 0; i < pixels; i++) {
      const gains = [0, 1].map((part) => {
        const area = out.sums[part]!;
        const at = (c: number) => pulled[(part * (channels + 1) + c) * pixels + i]!;
        let pull = -at(channels);
        for (let c = 0; c < channels; c++) pull += x[c * pixels + i]! * at(c);
        return (out.errors[part * pixels + i]! - out.sums[2 + part]! / area + pull / channels) / area;
      });
      const [more, less] = [1e-5, -1e-5].map((step) =>
        objective(mask.map((value, j) => value + (i === j ? step : 0))),
      );
      expect(gains[0]! - gains[1]!).toBeCloseTo((more! - less!) / 2e-5, 6);
    }
  });
});
