/** Bytes to floats on both devices. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { imagesToFloat } from "../../src/ops/index.js";
import { onEachDevice } from "../support/devices.js";

onEachDevice("imagesToFloat", (device) => {
  const bytes = Uint8Array.from({ length: 2 * 3 * 5 * 3 }, (_, i) => (i * 37) % 256);
  const shape = [2, 3, 5, 3];

  it("makes pixels from 0 to 1 by default", async () => {
    using tape = new Tape(device);
    const y = imagesToFloat(tape, tape.constant(bytes, shape, "u8"));
    expect(y.shape).toEqual(shape);
    for (const [i, value] of (await y.data()).entries()) expect(value).toBeCloseTo(bytes[i]! / 255, 6);
  });

  it("subtracts the mean of a channel and divides by its deviation", async () => {
    using tape = new Tape(device);
    const [mean, std] = [
      [0.485, 0.456, 0.406],
      [0.229, 0.224, 0.225],
    ] as const;
    const y = imagesToFloat(tape, tape.constant(bytes, shape, "u8"), { mean, std });
    for (const [i, value] of (await y.data()).entries()) {
      expect(value).toBeCloseTo((bytes[i]! / 255 - mean[i % 3]!) / std[i % 3]!, 5);
    }
  });

  it("refuses floats, and numbers that fit no channel", () => {
    using tape = new Tape(device);
    const x = tape.constant(bytes, shape, "u8");
    expect(() => imagesToFloat(tape, tape.zeros([2, 3]))).toThrow(ArgumentError);
    expect(() => imagesToFloat(tape, x, { mean: [0, 1] })).toThrow(ShapeError);
    expect(() => imagesToFloat(tape, x, { mean: [0, 1] })).toThrow(
      "imagesToFloat: x is [2, 3, 5, 3], mean has 2 values: give one for each of 3 channels",
    );
    expect(() => imagesToFloat(tape, x, { std: 0 })).toThrow("std has 0: give finite numbers above 0");
    expect(() => imagesToFloat(tape, x, { mean: NaN })).toThrow("mean has NaN: give finite numbers");
  });
});
