import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { imageFeatures, restoreEstimator } from "../../src/estimators/registry.js";
import { Hog, type HogOptions } from "../../src/features/hog.js";
import { loadEstimator, saveEstimator } from "../../src/models/estimator_file.js";
import "../../src/features/index.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { pattern, spots } from "./pattern.js";

/*
 * From scikit-image 0.25.2; spots(f) and sums of
 *
 *   def image(h, w, c):
 *       n = np.arange(h * w * c)
 *       return ((n * 37 % 101 + 3 * (n * n % 53)) / 260).astype(np.float32).reshape(h, w, c)
 *   hog(image(40, 37, 1)[..., 0])
 *   hog(image(40, 37, 1)[..., 0], block_norm=norm, orientations=8, pixels_per_cell=(7, 5), cells_per_block=(2, 3))
 *   hog(image(30, 33, 3), channel_axis=-1, transform_sqrt=True)
 *   [f[i] for i in np.linspace(0, f.size - 1, 8).astype(int)], f.sum(), f.size
 */
const odd: HogOptions = { orientations: 8, pixelsPerCell: [7, 5], cellsPerBlock: [2, 3] };
const golden: [HogOptions, [number, number, number], number[], number, number][] = [
  [
    {},
    [40, 37, 1],
    [0.1372794, 0.0638521, 0.1107899, 0.089536, 0.068219, 0.1159203, 0.2021406, 0.0407194],
    49.51643,
    486,
  ],
  [
    { ...odd, blockNorm: "L1" },
    [40, 37, 1],
    [0.0358754, 0.0261043, 0.0263151, 0.0137983, 0.0246304, 0.0219077, 0.0103507, 0.0088063],
    19.99991,
    960,
  ],
  [
    { ...odd, blockNorm: "L1-sqrt" },
    [40, 37, 1],
    [0.1894081, 0.1615682, 0.1622193, 0.1174663, 0.1569407, 0.1480124, 0.1017384, 0.0938416],
    131.60027,
    960,
  ],
  [
    { ...odd, blockNorm: "L2" },
    [40, 37, 1],
    [0.2151053, 0.1577247, 0.1601055, 0.0862697, 0.157488, 0.1343167, 0.0642168, 0.0543663],
    123.08643,
    960,
  ],
  [
    { transformSqrt: true },
    [30, 33, 3],
    [0.2049672, 0.1106035, 0.1131848, 0.0907692, 0.0786443, 0.1025549, 0.0841395, 0.1070237],
    16.88747,
    162,
  ],
];

onEachDevice("Hog", (device) => {
  const features = async (options: HogOptions, values: Float32Array<ArrayBuffer>, shape: number[]) => {
    using x = tensor(device, values, shape);
    using y = await (await new Hog(options).fit(x)).transform(x);
    return y.data();
  };

  it.each(golden)("agrees with scikit-image: %j", async (options, shape, want, sum, size) => {
    const found = await features(options, pattern(...shape), [1, ...shape]);
    expect(found.length).toBe(size);
    spots(found, 8).forEach((value, i) => {
      expect(Math.abs(value - want[i]!)).toBeLessThan(1e-6);
    });
    expect(found.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 3);
  });

  it("gives each image of many what it gives it alone", async () => {
    const count = 300;
    const values = pattern(count, 28 * 28, 1);
    const all = await features({ pixelsPerCell: "auto" }, values, [count, 28, 28, 1]);
    const columns = all.length / count;
    for (const n of [0, 131, 299]) {
      const alone = await features(
        { pixelsPerCell: "auto" },
        values.slice(784 * n, 784 * (n + 1)),
        [1, 28, 28, 1],
      );
      expect(all.slice(columns * n, columns * (n + 1))).toEqual(alone);
    }
  });

  it("by name takes images of any size from a block up", async () => {
    for (const [height, width, count] of [
      [28, 28, 25 * 81],
      [8, 8, 4 * 81],
      [64, 64, 25 * 81],
      [3, 3, 81],
      [5, 200, 3 * 198 * 81],
    ] as const) {
      using x = tensor(device, pattern(2, height, width), [2, height, width, 1]);
      using y = await (await imageFeatures.get("hog").create({ seed: 0 }).fit(x)).transform(x);
      expect([height, y.shape[1]]).toEqual([height, count]);
    }
  });

  it("finds nothing in images of one value", async () => {
    expect(Math.max(...(await features({}, new Float32Array(24 * 24).fill(0.5), [1, 24, 24, 1])))).toBe(0);
  });

  it("says what it cannot take", async () => {
    using small = tensor(device, pattern(2, 12, 30), [2, 12, 30, 1]);
    using large = tensor(device, pattern(2, 24, 24), [2, 24, 24, 1]);
    using rows = tensor(device, pattern(4, 6, 1), [4, 6]);
    using bytes = tensor(device, new Uint8Array(576), [1, 24, 24, 1]);
    await expect(new Hog().fit(small)).rejects.toThrow(
      "Hog.fit: images of 12 x 30 pixels hold no block of 3 x 3 cells of 8 x 8 pixels: give fewer pixels per cell",
    );
    await expect(new Hog().fit(rows)).rejects.toThrow(ShapeError);
    // @ts-expect-error: bytes are no float32
    await expect(new Hog().fit(bytes)).rejects.toThrow(/\[1, 24, 24, 1\] of u8: give float32 images/);
    const hog = await new Hog().fit(large);
    await expect(hog.transform(small)).rejects.toThrow(/give images of that size/);
    await expect(new Hog().transform(large)).rejects.toThrow(ArgumentError);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const at of [0, 300, 575]) {
        const values = pattern(2, 24, 24);
        values[576 + at] = bad;
        using x = tensor(device, values, [2, 24, 24, 1]);
        await expect(hog.transform(x)).rejects.toThrow(
          "Hog.transform: image 1 of x holds NaN or infinite values: leave that image out",
        );
      }
    }
  });

  it("is saved and read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hog-"));
    try {
      using x = tensor(device, pattern(2, 24, 24), [2, 24, 24, 1]);
      const hog = await new Hog({ orientations: 7, cellsPerBlock: [2, 1] }).fit(x);
      await saveEstimator(hog, join(folder, "hog"));
      const loaded = (await loadEstimator(join(folder, "hog"))) as Hog;
      using want = await hog.transform(x);
      using found = await loaded.transform(x);
      expect(await found.data()).toEqual(await want.data());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it("refuses options and states that mean nothing", () => {
  expect(() => new Hog({ orientations: 0 })).toThrow(ArgumentError);
  expect(() => new Hog({ pixelsPerCell: [8, 0] })).toThrow(ArgumentError);
  expect(() => new Hog({ cellsPerBlock: 3 as never })).toThrow("give two whole numbers");
  expect(() => new Hog({ blockNorm: "L3" as never })).toThrow("choose one of L1, L1-sqrt, L2, L2-Hys");
  expect(() => new Hog({ transformSqrt: 1 as never })).toThrow("give true or false");
  expect(() => new Hog().state()).toThrow(ArgumentError);
  const state = { options: {}, arrays: {} };
  expect(() => restoreEstimator("hog", state)).toThrow(DataError);
  expect(() => restoreEstimator("hog", { ...state, details: { height: 2, width: 2, channels: 1 } })).toThrow(
    ShapeError,
  );
});

it("gives the same bits with one thread and two", async () => {
  const found: Float32Array[] = [];
  for (const threads of [1, 2]) {
    const device = await openDevice("native", { threads });
    using x = tensor(device, pattern(120, 28, 28, 3), [120, 28, 28, 3]);
    for (const { create } of imageFeatures.all()) {
      using y = await (await create({ seed: 0 }).fit(x)).transform(x);
      found.push(await y.data());
    }
    device.close();
  }
  const half = found.length / 2;
  expect(half).toBeGreaterThanOrEqual(4);
  expect(found.slice(half)).toEqual(found.slice(0, half));
});
