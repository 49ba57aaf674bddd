/** What tests of layers have in common: numbers, a module's memory, and what dropout does. */
import { expect } from "vitest";
import { Tape, type TapeOptions } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import type { Module } from "../../src/nn/index.js";
import { Random } from "../../src/random/philox.js";
import type { Shape, Tensor } from "../../src/tensor/index.js";

/** Normal numbers for a tensor of this shape. */
export const normal = (seed: number, shape: Shape) => {
  const random = new Random(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
};

/** Gives modules memory on this device for the length of a test. */
export const modulesOn =
  (device: Device) =>
  async <M extends Module>(
    module: M,
    test: (module: M, tape: Tape) => Promise<void> | void,
    options: TapeOptions = {},
  ): Promise<void> => {
    module.to(device, { seed: 1 });
    try {
      using tape = new Tape(device, options);
      await test(module, tape);
    } finally {
      module.release();
    }
  };

/** Expects outputs to be dropped in training only, by seed and step. */
export async function expectDropout(tape: Tape, forward: () => Tensor): Promise<void> {
  const run = async (step?: number) => {
    const training = step === undefined ? null : { seed: 1, step };
    return [...(await tape.inMode(training, forward).data())];
  };
  const [kept, first, again, other] = [await run(), await run(3), await run(3), await run(4)];
  expect(first).toEqual(again);
  expect(first).not.toEqual(kept);
  expect(first).not.toEqual(other);
  expect(await run()).toEqual(kept);
}
