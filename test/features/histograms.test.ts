import { expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import type { Transformer } from "../../src/estimators/estimator.js";
import { imageFeatures, restoreEstimator } from "../../src/estimators/registry.js";
import { checkGrid } from "../../src/features/image_channels.js";
import { ColourHistogram, ImageMoments, LocalBinaryPattern } from "../../src/features/index.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { finePattern as pattern, spots } from "./pattern.js";

/*
 * From scikit-image 0.25.2 and NumPy 2.2.4; spots(f), sums of f * np.arange(f.size) and sizes of
 *
 *   def image(h, w, c):
 *       n = np.arange(h * w * c)
 *       return ((n * 7919 + 31 * (n * n % 1009)) % 10007 / 10007).astype(np.float32).reshape(h, w, c)
 *   cells = lambda x: [q for p in np.array_split(x, 2, 0) for q in np.array_split(p, 3, 1)]
 *   codes = local_binary_pattern(image(30, 27, 1)[..., 0].astype(float), P, R, method)
 *   np.concatenate([np.bincount(q.ravel().astype(int), minlength=bins) / q.size for q in cells(codes)])
 *
 *   x = image(30, 27, 3).astype(float)
 *   v = rgb2hsv(x), rgb2lab(x) / 100 or x; ranges are (0, 1), of a and b (-1.1, 1.1)
 *   np.concatenate([np.histogramdd(q.reshape(-1, 3), bins, ranges)[0].ravel() / (q.size / 3) for q in cells(v)])
 *   np.concatenate([np.histogram(q[..., k], bins[k], ranges[k])[0] / q.size for q in cells(v) for k in range(3)])
 *
 *   g = x @ [0.2125, 0.7154, 0.0721], or image(30, 27, 1)[..., 0]
 *   p = np.pad(g, 1, "edge")
 *   a, d = (p[1:-1, 2:] - p[1:-1, :-2]) / 2, (p[2:, 1:-1] - p[:-2, 1:-1]) / 2
 *   v = rgb2hsv(x), rgb2lab(x) / 100, np.dstack([rgb2lab(x) / 100, a, d, np.hypot(a, d)]) or np.dstack([g, a, d, np.hypot(a, d)])
 *   third = lambda a: np.cbrt(((a - a.mean()) ** 3).mean())
 *   np.array([f(q[..., k]) for q in cells(v) for k in range(v.shape[2]) for f in (np.mean, np.std, third)])
 */
const grid = [2, 3] as const;
const hsv = { space: "hsv", bins: [8, 4, 4], grid } as const;
const lab = { space: "lab", bins: [6, 5, 4], grid } as const;
const rgb = { space: "rgb", bins: 3, grid } as const;
const golden: [Transformer, channels: number, values: number[], weighted: number, size: number][] = [
  [
    new LocalBinaryPattern({ grid }),
    1,
    [0.1851852, 0.1333333, 0.0666667, 0.0666667, 0.037037, 0.0444444, 0.2148148, 0.2148148],
    179.80741,
    60,
  ],
  [
    new LocalBinaryPattern({ method: "default", grid }),
    1,
    [0.1851852, 0.0074074, 0, 0, 0.0074074, 0, 0, 0.1259259],
    4564.12593,
    1536,
  ],
  [
    new LocalBinaryPattern({ method: "nri_uniform", radius: 2, grid }),
    1,
    [0.1925926, 0.0296296, 0.0074074, 0, 0, 0, 0.0148148, 0.362963],
    1101.57037,
    354,
  ],
  [
    new LocalBinaryPattern({ points: 16, radius: 2.5, grid }),
    1,
    [0.1481481, 0.037037, 0, 0.0296296, 0, 0, 0.0296296, 0.4888889],
    341.4963,
    108,
  ],
  [
    new LocalBinaryPattern({ method: "nri_uniform", points: 5, radius: 1.5, grid }),
    1,
    [0.2962963, 0.0148148, 0, 0.0148148, 0.0148148, 0.0148148, 0.0148148, 0.0888889],
    409.0963,
    138,
  ],
  [
    new LocalBinaryPattern({ method: "default", points: 12, radius: 3, grid }),
    1,
    [0.1703704, 0, 0, 0, 0, 0, 0, 0.0814815],
    72133.72593,
    24576,
  ],
  [new ColourHistogram(hsv), 3, [0, 0, 0, 0, 0, 0, 0, 0.0592593], 2295.60741, 768],
  [
    new ColourHistogram({ ...hsv, joint: false }),
    3,
    [0.0814815, 0.0246914, 0.1432099, 0.0716049, 0.0518519, 0.0296296, 0.0271605, 0.2],
    295.46914,
    96,
  ],
  [new ColourHistogram(lab), 3, [0, 0, 0.0148148, 0.0148148, 0.0740741, 0.0148148, 0, 0], 2212.04444, 720],
  [
    new ColourHistogram({ ...lab, joint: false }),
    3,
    [0.0074074, 0.0814815, 0.0469136, 0.1580247, 0.0320988, 0.0814815, 0.0345679, 0.0493827],
    272.3679,
    90,
  ],
  [
    new ColourHistogram(rgb),
    3,
    [0.037037, 0.0148148, 0.0740741, 0.0296296, 0.0296296, 0.0888889, 0.0222222, 0.0148148],
    483.42222,
    162,
  ],
  [
    new ColourHistogram({ ...rgb, joint: false }),
    3,
    [0.1037037, 0.091358, 0.1259259, 0.1061728, 0.1135802, 0.1061728, 0.1037037, 0.1012346],
    158.98765,
    54,
  ],
  [
    new ImageMoments({ space: "hsv", gradients: false, grid }),
    3,
    [0.462623, 0.1813058, 0.7407171, 0.2931261, 0.5932484, 0.2601924, 0.4648181, -0.1531467],
    341.8784,
    54,
  ],
  [
    new ImageMoments({ gradients: false, grid }),
    3,
    [0.555247, 0.49385, 0.0888845, 0.4183093, 0.088462, 0.2064604, 0.5848301, -0.3058478],
    236.73408,
    54,
  ],
  [
    new ImageMoments({ grid }),
    3,
    [0.555247, 0.1830161, -0.0029662, -0.0023162, 0.4113146, 0.4446362, 0.193817, 0.0816138],
    719.69783,
    108,
  ],
  [
    new ImageMoments({ grid }),
    1,
    [0.4955761, 0.1192817, 0.109124, -0.0106207, 0.1946845, -0.1504906, 0.4810988, 0.0361928],
    330.11103,
    72,
  ],
];

async function features(
  device: Device,
  feature: Transformer,
  values: Float32Array<ArrayBuffer>,
  shape: number[],
) {
  using x = tensor(device, values, shape);
  using y = await (await feature.fit(x)).transform(x);
  return y.data();
}

onEachDevice("histograms and moments", (device) => {
  it.each(golden.map(([feature, ...rest], i) => [`${feature.kind} ${i}`, feature, ...rest] as const))(
    "agrees with scikit-image: %s",
    async (_, feature, channels, want, weighted, size) => {
      const found = await features(device, feature, pattern(30, 27, channels), [1, 30, 27, channels]);
      expect(found.length).toBe(size);
      spots(found, 8).forEach((value, i) => {
        expect(Math.abs(value - want[i]!)).toBeLessThan(1e-5);
      });
      const sum = found.reduce((total, value, i) => total + i * value, 0);
      expect(Math.abs(sum / weighted - 1)).toBeLessThan(1e-5);
    },
  );

  it("gives each image of many what it gives it alone", async () => {
    const [count, size] = [400, 20 * 17 * 3];
    const values = pattern(count, 20, 17, 3);
    for (const name of ["colour", "lbp", "moments"]) {
      const { create } = imageFeatures.get(name);
      const all = await features(device, create({ seed: 0 }), values, [count, 20, 17, 3]);
      const columns = all.length / count;
      for (const n of [0, 257, 399]) {
        const one = values.slice(size * n, size * (n + 1));
        const alone = await features(device, create({ seed: 0 }), one, [1, 20, 17, 3]);
        expect(all.slice(columns * n, columns * (n + 1))).toEqual(alone);
      }
    }
  });

  it("takes grey images", async () => {
    const values = pattern(12, 12, 1);
    const shape = [1, 12, 12, 1];
    const counted = await features(
      device,
      new ColourHistogram({ space: "lab", bins: [5, 2, 2] }),
      values,
      shape,
    );
    const want = [0, 0, 0, 0, 0];
    for (const value of values) want[Math.floor(5 * value)]! += 1 / 144;
    expect(counted.length).toBe(5);
    want.forEach((share, i) => {
      expect(counted[i]).toBeCloseTo(share, 6);
    });
    expect((await features(device, new ColourHistogram(), values, shape)).length).toBe(4);
    expect((await features(device, new LocalBinaryPattern(), values, shape)).length).toBe(10);
  });

  it("counts a value at a bin's lower end in it, however it was rounded", async () => {
    const levels = Array.from({ length: 60 }, (_, i) => 4 * (i + 1));
    const pixels = Float32Array.from(
      levels.flatMap((level) => [level / 255, (0.75 * level) / 255, (0.75 * level) / 255]),
    );
    const shares = await features(
      device,
      new ColourHistogram({ bins: 4, joint: false }),
      pixels,
      [1, 6, 10, 3],
    );
    // Saturation is 1/4 everywhere.
    [0, 1 / 3, 0, 0].forEach((share, bin) => {
      expect(shares[4 + bin]).toBeCloseTo(share, 6);
    });
  });

  it("takes images of one value, and makes three channels grey for patterns", async () => {
    const flat = new Float32Array(48).fill(0.7);
    const lbp = new LocalBinaryPattern({ points: 8, radius: 1 });
    // Inside of the image all points are equal; outside of it they are darker.
    const grey = await features(device, lbp, flat.slice(0, 16), [1, 4, 4, 1]);
    expect([...grey].map((share) => 16 * share)).toEqual([0, 0, 0, 4, 0, 8, 0, 0, 4, 0]);
    expect(await features(device, lbp, flat, [1, 4, 4, 3])).toEqual(grey);
    const moments = await features(
      device,
      new ImageMoments({ space: "rgb", grid: [1, 1] }),
      flat,
      [1, 4, 4, 3],
    );
    expect(Math.max(...moments.slice(3).map((value, i) => (i % 3 === 0 ? 0 : Math.abs(value))))).toBeLessThan(
      1e-6,
    );
  });

  it("says which image holds what is not finite", async () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const feature of [
        new ColourHistogram(),
        new ColourHistogram({ space: "lab", joint: false }),
        new ColourHistogram({ space: "rgb" }),
        new LocalBinaryPattern({ grid: [2, 2] }),
        new ImageMoments(),
        new ImageMoments({ space: "hsv", gradients: false }),
      ]) {
        for (const channels of [1, 3]) {
          const values = pattern(3, 8, 8, channels);
          values[2 * 64 * channels + 37] = bad;
          await expect(features(device, feature, values, [3, 8, 8, channels])).rejects.toThrow(
            /\.transform: image 2 of x holds NaN or infinite values: leave that image out/,
          );
        }
      }
    }
  });

  it("says what else it cannot take", async () => {
    using two = tensor(device, pattern(4, 4, 2), [1, 4, 4, 2]);
    using one = tensor(device, pattern(4, 4, 1), [1, 4, 4, 1]);
    for (const name of ["colour", "lbp", "moments"]) {
      const { create } = imageFeatures.get(name);
      await expect(create({ seed: 0 }).fit(two)).rejects.toThrow(/give 1, grey, or 3/);
    }
    await expect(new ImageMoments({ grid: [5, 1] }).fit(one)).rejects.toThrow(ShapeError);
    await expect(new LocalBinaryPattern().transform(one)).rejects.toThrow(ArgumentError);
  });

  it("is made again from its state", async () => {
    using x = tensor(device, pattern(2, 9, 8, 3), [2, 9, 8, 3]);
    for (const feature of [
      new ColourHistogram({ space: "lab", bins: 3, joint: false, grid: [1, 2] }),
      new LocalBinaryPattern({ points: 6, radius: 1.5, method: "nri_uniform" }),
      new ImageMoments({ space: "hsv", gradients: false }),
    ]) {
      using want = await (await feature.fit(x)).transform(x);
      const state = JSON.parse(JSON.stringify(feature.state()));
      using found = await (restoreEstimator(feature.kind, state) as Transformer).transform(x);
      expect(await found.data()).toEqual(await want.data());
    }
  });
});

it("keeps the pixels of a cell countable", () => {
  const size = { height: 8192, width: 4096, channels: 1 };
  expect(() => checkGrid("f", size, [1, 1])).toThrow("give more cells, a cell holds 16777216 pixels at most");
  expect(() => checkGrid("f", size, [2, 1])).not.toThrow();
});

it("refuses options and states that mean nothing", () => {
  expect(() => new ColourHistogram({ space: "xyz" as never })).toThrow("choose one of rgb, hsv, lab");
  expect(() => new ColourHistogram({ bins: [1, 2] as never })).toThrow("give a whole number, or three");
  expect(() => new ColourHistogram({ bins: 0 })).toThrow(ArgumentError);
  expect(() => new ColourHistogram({ bins: 100 })).toThrow("give fewer bins, or joint: false");
  expect(() => new ColourHistogram({ joint: null as never })).toThrow(ArgumentError);
  expect(() => new LocalBinaryPattern({ points: 17, method: "default" })).toThrow("from 1 to 16");
  expect(() => new LocalBinaryPattern({ points: 25 })).toThrow("from 1 to 24");
  expect(() => new LocalBinaryPattern({ radius: 0 })).toThrow("give a number above 0");
  expect(() => new LocalBinaryPattern({ radius: "2" as never })).toThrow(ArgumentError);
  expect(() => new LocalBinaryPattern({ method: "ror" as never })).toThrow(ArgumentError);
  expect(() => new ImageMoments({ grid: [0, 1] })).toThrow(ArgumentError);
  expect(() => new ImageMoments({ gradients: 1 as never })).toThrow(ArgumentError);
  for (const kind of ["colour_histogram", "local_binary_pattern", "image_moments"]) {
    expect(() => restoreEstimator(kind, { options: {}, arrays: {} })).toThrow(DataError);
    expect(() => restoreEstimator(kind, { options: { grid: 3 }, arrays: {} })).toThrow(ArgumentError);
  }
});
