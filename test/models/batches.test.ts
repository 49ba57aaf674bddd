/** Batches of images, from bytes on the device and from bytes too many for it. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import type { AugmentationOptions } from "../../src/models/augmentation.js";
import { ImageBatches } from "../../src/models/batches.js";
import { parseConfig } from "../../src/models/image_clusterer/config.js";
import type { Images } from "../../src/models/images.js";
import { testDevices } from "../support/devices.js";
import { digits } from "../support/tiny_model.js";

const indices = Uint32Array.of(199, 0, 57, 57, 3);
const { augmentation } = parseConfig();
const still = { ...augmentation, rotation: 0, scale: 0, shear: 0, translation: 0, elastic: 0 };

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`image batches [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    async function gather(limit?: number) {
      const info = device.info as { maxBindingBytes: number };
      const { maxBindingBytes } = info;
      const before = device.memory.liveBytes;
      info.maxBindingBytes = limit ?? maxBindingBytes;
      const batches = new ImageBatches(device, digits);
      const resident = device.memory.liveBytes > before;
      try {
        using tape = new Tape(device);
        const plain = batches.plain(tape, batches.select(tape, indices));
        const augmented = batches.augmented(tape, batches.select(tape, indices), augmentation, {
          seed: 1,
          offset: 2,
        });
        expect(plain.shape).toEqual([5, 28, 28, 1]);
        expect(augmented.shape).toEqual([5, 28, 28, 1]);
        return { resident, plain: await plain.data(), augmented: await augmented.data() };
      } finally {
        info.maxBindingBytes = maxBindingBytes;
        batches.release();
        expect(device.memory.liveBytes).toBe(before);
      }
    }

    it("are the images' bytes, from 0 to 1", async () => {
      const { plain, augmented } = await gather();
      const want = [...indices].flatMap((i) => [...digits.pixels.subarray(i * 784, (i + 1) * 784)]);
      for (const [i, value] of [...plain].entries()) expect(value).toBeCloseTo(want[i]! / 255, 6);
      expect(augmented.every((value) => value >= 0 && value <= 1)).toBe(true);
      // Rows 2 and 3 are the same image, seen in two ways.
      expect(augmented.slice(2 * 784, 3 * 784)).not.toEqual(augmented.slice(3 * 784, 4 * 784));
    });

    it("stay in the host's memory where a copy would take more than half of what is free", async () => {
      if (device.info.isGpu) return;
      const free = vi.spyOn(process, "availableMemory").mockReturnValue(2 ** 29);
      const side = 2 ** 12;
      const pixels = new Uint8Array(17 * side * side);
      pixels[16 * side * side] = 255;
      const before = device.memory.liveBytes;
      const batches = new ImageBatches(device, { count: 17, height: side, width: side, channels: 1, pixels });
      free.mockRestore();
      expect(device.memory.liveBytes).toBe(before);
      using tape = new Tape(device);
      const images = await batches.plain(tape, batches.select(tape, Uint32Array.of(16))).data();
      expect([images[0], images[1]]).toEqual([1, 0]);
      batches.release();
    });

    it("refuse what is none of their images, scales and changes", () => {
      const batches = new ImageBatches(device, digits);
      using tape = new Tape(device);
      expect(() => batches.select(tape, Uint32Array.of(3, 200))).toThrow(
        "ImageBatches: index 200 at 1, of 200 images: give indices from 0 to 199",
      );
      expect(() => batches.select(tape, new Uint32Array(0))).toThrow("ImageBatches: no index, of 200 images");
      const batch = batches.select(tape, indices);
      const random = { seed: 1, offset: 2 };
      expect(() => batches.augmented(tape, batch, { rotation: 200 }, random)).toThrow(
        "augmentation.rotation is 200: give a number from 0 to 180",
      );
      for (const std of [0, -1, Number.NaN]) {
        expect(() => new ImageBatches(device, digits, { mean: 0, std })).toThrow(
          `ImageBatches: std is ${std}`,
        );
      }
      const short = { ...digits, pixels: digits.pixels.subarray(1) };
      expect(() => new ImageBatches(device, short)).toThrow("bytes of pixels for images of shape");
      batches.release();
    });

    /** Views of the five images, all with the same draws. */
    async function views(images: Images, options: AugmentationOptions) {
      const batches = new ImageBatches(device, images);
      try {
        using tape = new Tape(device);
        const random = { seed: 1, offset: 2 };
        return await batches.augmented(tape, batches.select(tape, indices), options, random).data();
      } finally {
        batches.release();
      }
    }

    it("show dark on white as they show light on dark", async () => {
      const inverted = { ...digits, pixels: Uint8Array.from(digits.pixels, (value) => 255 - value) };
      for (const change of [{}, { fill: "reflect" }, { contrast: 0.5 }] as const) {
        const [dark, light] = [await views(inverted, change), await views(digits, change)];
        for (const [i, value] of dark.entries()) expect(Math.abs(1 - value - light[i]!)).toBeLessThan(1e-5);
      }
      const black = await views(inverted, { fill: "zero" });
      expect(black.filter((value) => value === 0).length).toBeGreaterThan(500);
    });

    it("leave the mean of each image where it is when contrast changes", async () => {
      // Values from 64 to 127, so that none is cut off.
      const grey = { ...digits, pixels: Uint8Array.from(digits.pixels, (value) => 64 + (value >> 2)) };
      const [before, after] = [
        await views(grey, { ...still, erase: 0 }),
        await views(grey, { ...still, erase: 0, contrast: 0.5 }),
      ];
      const mean = (data: Float32Array, image: number) =>
        data.subarray(image * 784, (image + 1) * 784).reduce((sum, value) => sum + value / 784, 0);
      for (let image = 0; image < indices.length; image++) {
        expect(mean(after, image)).toBeCloseTo(mean(before, image), 5);
      }
      expect(after).not.toEqual(before);
    });

    it("lose their colour with grey, and keep their luma when hues turn", async () => {
      const pixels = digits.pixels.map((value, i) => 96 + (((i % 3) + 1) * value) / 16);
      const colour = { ...digits, count: 60, channels: 3, pixels: pixels.subarray(0, 60 * 3 * 784) };
      const batches = new ImageBatches(device, colour);
      using tape = new Tape(device);
      const batch = batches.select(tape, Uint32Array.of(3, 0, 57, 57, 9));
      const view = (options: AugmentationOptions) =>
        batches.augmented(tape, batch, { ...still, erase: 0, ...options }, { seed: 1, offset: 2 }).data();
      const [plain, grey, turned] = [await view({}), await view({ grey: 1 }), await view({ hue: 0.5 })];
      const luma = (data: Float32Array, i: number) =>
        0.2125 * data[i]! + 0.7154 * data[i + 1]! + 0.0721 * data[i + 2]!;
      for (let i = 0; i < plain.length; i += 3) {
        for (let c = 0; c < 3; c++) expect(grey[i + c]).toBeCloseTo(luma(plain, i), 5);
        expect(luma(turned, i)).toBeCloseTo(luma(plain, i), 5);
      }
      expect(turned).not.toEqual(plain);
      batches.release();
    });

    it("erase a band of 5 of 28 rows from every augmented image", async () => {
      const white = { ...digits, pixels: new Uint8Array(digits.pixels.length).fill(255) };
      const black = { ...still, fill: "zero" } as const;
      const batches = new ImageBatches(device, white);
      using tape = new Tape(device);
      const random = { seed: 1, offset: 2 };
      const erased = await batches.augmented(tape, batches.select(tape, indices), black, random).data();
      for (let image = 0; image < indices.length; image++) {
        // Bilinear sampling at the border is a rounding away from the zeros outside.
        const rows = Array.from({ length: 28 }, (_, row) => Math.round(erased[image * 784 + row * 28]!));
        const first = rows.indexOf(0);
        expect(rows).toEqual(rows.map((_, row) => (row >= first && row < first + 5 ? 0 : 1)));
      }
      const kept = await batches
        .augmented(tape, batches.select(tape, indices), { ...black, erase: 0 }, random)
        .data();
      expect(kept.every((value) => value > 0.9999)).toBe(true);
      batches.release();
    });

    it("are the same where the device cannot hold all bytes", async () => {
      const [held, sent] = [await gather(), await gather(100_000)];
      expect([held.resident, sent.resident]).toEqual([true, false]);
      expect(sent.plain).toEqual(held.plain);
      expect(sent.augmented).toEqual(held.augmented);
    });
  });
}
