/** Sums over shards of a batch. */
import { expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { Linear } from "../../src/nn/index.js";
import { mean, square } from "../../src/ops/index.js";
import { alone, BatchShards } from "../../src/parallel/index.js";
import { onEachDevice } from "../support/devices.js";

onEachDevice("a batch in shards", (device) => {
  const x = Float32Array.from({ length: 11 * 3 }, (_, i) => Math.sin(i));

  it("gives the gradient of the whole batch, where shards differ in length", async () => {
    const module = new Linear(3, 2).to(device, { seed: 1 });
    const gradient = async (shards: number | null) => {
      await withTape(device, async (tape) => {
        const cut = shards === null ? null : new BatchShards(alone, shards, 11);
        const y = tape.inShards(cut, () => module.forward(tape, tape.constant(x, [11, 3])));
        tape.backward(mean(tape, square(tape, y)));
      });
      const values = [...(await module.weight.gradient!.data()), ...(await module.bias!.gradient!.data())];
      for (const parameter of module.parameters()) parameter.dropGradient();
      return values;
    };
    const whole = await gradient(null);
    for (const shards of [1, 2, 4, 8]) {
      for (const [i, value] of (await gradient(shards)).entries()) expect(value).toBeCloseTo(whole[i]!, 6);
    }
    module.release();
  });
});
