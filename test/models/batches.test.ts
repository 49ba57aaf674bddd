/** Batches of images, from bytes on the device and from bytes too many for it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { ImageBatches } from "../../src/models/batches.js";
import { parseConfig } from "../../src/models/image_clusterer/config.js";
import { testDevices } from "../support/devices.js";
import { digits } from "../support/tiny_model.js";

const indices = Uint32Array.of(199, 0, 57, 57, 3);
const { augmentation } = parseConfig();

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

    it("erase a band of 5 of 28 rows from every augmented image", async () => {
      const white = { ...digits, pixels: new Uint8Array(digits.pixels.length).fill(255) };
      const still = { ...augmentation, rotation: 0, scale: 0, shear: 0, translation: 0, elastic: 0 };
      const batches = new ImageBatches(device, white);
      using tape = new Tape(device);
      const random = { seed: 1, offset: 2 };
      const erased = await batches.augmented(tape, batches.select(tape, indices), still, random).data();
      for (let image = 0; image < indices.length; image++) {
        // Bilinear sampling at the border is a rounding away from the zeros outside.
        const rows = Array.from({ length: 28 }, (_, row) => Math.round(erased[image * 784 + row * 28]!));
        const first = rows.indexOf(0);
        expect(rows).toEqual(rows.map((_, row) => (row >= first && row < first + 5 ? 0 : 1)));
      }
      const kept = await batches
        .augmented(tape, batches.select(tape, indices), { ...still, erase: 0 }, random)
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
