import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import type { EstimatorState } from "../../src/estimators/estimator.js";
import { imageFeatures, restoreEstimator } from "../../src/estimators/registry.js";
import { encode } from "../../src/features/patches/encode.js";
import { PatchDictionary, type PatchDictionaryOptions } from "../../src/features/patches/patch_dictionary.js";
import { gridOf } from "../../src/features/patches/patches.js";
import { loadEstimator, saveEstimator } from "../../src/models/estimator_file.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice, testDevices } from "../support/devices.js";

/** Images of stripes, of which every second one lies and the others stand, with some noise and blank borders. */
function stripes(images: number, height: number, width: number, channels: number): Float32Array<ArrayBuffer> {
  const random = new Random(4, 0);
  return Float32Array.from({ length: images * height * width * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [image, y, x] = [
      Math.floor(pixel / (height * width)),
      Math.floor(pixel / width) % height,
      pixel % width,
    ];
    const wave = Math.sin(1.3 * (image % 2 ? x : y) + image);
    return x === 0 ? 0.5 : 0.5 + 0.2 * wave + 0.1 * random.uniform();
  });
}

/** The features of one image in float64, as Coates and Ng (2011) define them. */
function reference(
  image: Float32Array,
  shape: readonly [number, number, number],
  size: number,
  stride: number,
  { whitening, atoms, contrast }: { whitening: ArrayLike<number>; atoms: Float32Array; contrast: number },
): Float64Array {
  const [height, width, channels] = shape;
  const values = size * size * channels;
  const count = atoms.length / values;
  const [down, across] = [Math.floor((height - size) / stride) + 1, Math.floor((width - size) / stride) + 1];
  const features = new Float64Array(4 * count);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const patch: number[] = [];
      for (let y = 0; y < size; y++) {
        for (let i = 0; i < size * channels; i++) {
          patch.push(image[((row * stride + y) * width + column * stride) * channels + i]!);
        }
      }
      const mean = patch.reduce((sum, value) => sum + value, 0) / values;
      const variance = patch.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values;
      const even = patch.map((value) => (value - mean) / Math.sqrt(variance + contrast));
      const white = even.map((_, i) =>
        even.reduce((sum, value, j) => sum + value * whitening[j * values + i]!, 0),
      );
      const distances = Array.from({ length: count }, (_, k) =>
        Math.sqrt(white.reduce((sum, value, i) => sum + (value - atoms[k * values + i]!) ** 2, 0)),
      );
      const typical = distances.reduce((sum, value) => sum + value, 0) / count;
      const quadrant = 2 * Number(row >= Math.ceil(down / 2)) + Number(column >= Math.ceil(across / 2));
      distances.forEach((distance, k) => {
        features[quadrant * count + k]! += Math.max(0, typical - distance);
      });
    }
  }
  return features;
}

const folder = mkdtempSync(join(tmpdir(), "skein-patches-"));
afterAll(() => rmSync(folder, { recursive: true }));

const small: PatchDictionaryOptions = { atoms: 12, patchSize: 3, patches: 500 };

onEachDevice("PatchDictionary", (device) => {
  it.each([
    { shape: [20, 9, 8, 1], stride: 1 },
    { shape: [20, 9, 8, 3], stride: 2 },
    { shape: [40, 3, 4, 1], stride: 1 },
  ] as const)("encodes images of $shape as the paper does", async ({ shape, stride }) => {
    const [count, height, width, channels] = shape;
    const values = stripes(count, height, width, channels);
    using x = tensor(device, values, shape);
    const patches = await new PatchDictionary({ ...small, stride }).fit(x);
    using y = await patches.transform(x);
    expect(y.shape).toEqual([count, 48]);
    const found = await y.data();
    const whitening = patches.state().arrays.whitening!.data;
    const pixels = height * width * channels;
    const dictionary = { whitening, atoms: patches.atoms, contrast: 10 / 255 ** 2 };
    for (let image = 0; image < count; image++) {
      const own = values.subarray(image * pixels, (image + 1) * pixels);
      const want = reference(own, [height, width, channels], 3, stride, dictionary);
      const size = Math.max(...want);
      want.forEach((value, i) => {
        expect(Math.abs(found[image * 48 + i]! - value) / size).toBeLessThan(1e-5);
      });
    }
  });

  it("encodes images of more patches than one section takes", async () => {
    const [height, width] = [150, 140];
    const random = new Random(6, 0);
    const values = stripes(2, height, width, 1);
    const atoms = Float32Array.from({ length: 64 * 4 }, () => random.normal());
    const whitening = Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0.1));
    const dictionary = { whitening, atoms, contrast: 0.01 };
    using x = tensor(device, values, [2, height, width, 1]);
    using y = encode(x, gridOf("test", x.shape, 2, 1), dictionary);
    const found = await y.data();
    const want = reference(values.subarray(height * width), [height, width, 1], 2, 1, dictionary);
    const size = Math.max(...want);
    want.forEach((value, i) => {
      expect(Math.abs(found[256 + i]! - value) / size).toBeLessThan(1e-5);
    });
  });

  it("tells lying stripes from standing ones", async () => {
    using x = tensor(device, stripes(40, 12, 12, 1), [40, 12, 12, 1]);
    const patches = imageFeatures.get("patches").create({ seed: 1 });
    using y = await (await patches.fit(x)).transform(x);
    const found = await y.data();
    const columns = y.shape[1]!;
    const distance = (a: number, b: number) => {
      let sum = 0;
      for (let i = 0; i < columns; i++) sum += (found[a * columns + i]! - found[b * columns + i]!) ** 2;
      return sum;
    };
    const others = (row: number, kind: number) =>
      Array.from({ length: 40 }, (_, i) => i).filter((i) => i !== row && i % 2 === kind);
    for (let row = 0; row < 40; row++) {
      const nearest = Math.min(...others(row, row % 2).map((i) => distance(row, i)));
      const other = Math.min(...others(row, 1 - (row % 2)).map((i) => distance(row, i)));
      expect(nearest).toBeLessThan(other);
    }
  });

  it("answers as before when it is read from a file", async () => {
    using x = tensor(device, stripes(10, 8, 8, 1), [10, 8, 8, 1]);
    const patches = await new PatchDictionary(small).fit(x);
    const path = join(folder, `${device.info.kind}.safetensors`);
    await saveEstimator(patches, path);
    const read = (await loadEstimator(path)) as PatchDictionary;
    using y = await patches.transform(x);
    using again = await read.transform(x);
    expect(await again.data()).toEqual(await y.data());
  });

  it("takes images without any contrast, and says what is wrong with others", async () => {
    using blank = tensor(device, new Float32Array(5 * 36).fill(0.3), [5, 6, 6, 1]);
    const patches = await new PatchDictionary(small).fit(blank);
    using y = await patches.transform(blank);
    expect((await y.data()).every((value) => value === 0)).toBe(true);

    using tiny = tensor(device, new Float32Array(20), [5, 2, 2, 1]);
    await expect(patches.transform(tiny)).rejects.toThrow("images are 2 x 2, patches 3 x 3");
    using colour = tensor(device, new Float32Array(5 * 48), [5, 4, 4, 3]);
    await expect(patches.transform(colour)).rejects.toThrow(ShapeError);
    await expect(new PatchDictionary({ ...small, patches: 20 }).fit(colour)).rejects.toThrow(DataError);
    const values = new Float32Array(5 * 36);
    values[100] = Number.NaN;
    using bad = tensor(device, values, [5, 6, 6, 1]);
    await expect(patches.fit(bad)).rejects.toThrow("row 2 of x holds NaN");
    await expect(patches.transform(bad)).rejects.toThrow(DataError);
  });
});

it("whitens: what is left of the covariance is L / (L + whitening)", async () => {
  const device = await testDevices[0]!.open();
  using x = tensor(device, stripes(30, 9, 9, 1), [30, 9, 9, 1]);
  const state = (await new PatchDictionary({ ...small, whitening: 0.1 }).fit(x)).state();
  device.close();
  // A constant patch stays one: the eigenvector of 1s has variance 0.
  const w = state.arrays.whitening!.data;
  for (let i = 0; i < 9; i++) {
    let sum = 0;
    for (let j = 0; j < 9; j++) {
      sum += w[9 * i + j]!;
      expect(w[9 * i + j]).toBeCloseTo(w[9 * j + i]!, 6);
    }
    expect(sum).toBeCloseTo(1 / Math.sqrt(0.1), 4);
  }
});

it("gives the same bits with one thread and two", async () => {
  const results: Float32Array[] = [];
  for (const threads of [1, 2]) {
    const device = await testDevices[0]!.open({ threads });
    using x = tensor(device, stripes(20, 12, 12, 1), [20, 12, 12, 1]);
    using y = await (await new PatchDictionary(small).fit(x)).transform(x);
    results.push(await y.data());
    device.close();
  }
  expect(results[1]).toEqual(results[0]);
});

it("refuses options out of range and states of wrong shapes", () => {
  for (const options of [
    { atoms: 0 },
    { patchSize: 1 },
    { stride: 0.5 },
    { patches: 10 },
    { contrast: 0 },
    { whitening: Number.NaN },
    { seed: -1 },
  ]) {
    expect(() => new PatchDictionary(options), JSON.stringify(options)).toThrow(ArgumentError);
  }
  expect(() => new PatchDictionary().atoms).toThrow("call fit first");
  const array = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) });
  const state = (
    whitening: number[],
    atoms: number[],
    details: object = { channels: 1 },
  ): EstimatorState => ({
    options: small,
    arrays: { whitening: array(...whitening), atoms: array(...atoms) },
    details,
  });
  expect(restoreEstimator("patch_dictionary", state([9, 9], [12, 9])).kind).toBe("patch_dictionary");
  for (const damaged of [
    state([9, 8], [12, 9]),
    state([9, 9], [11, 9]),
    state([9, 9], [12, 9], { channels: 3 }),
    state([9, 9], [12, 9], {}),
  ]) {
    expect(() => restoreEstimator("patch_dictionary", damaged)).toThrow(DataError);
  }
});
