/** What crossEntropy and argmax give beside PyTorch's values in test/golden. */
import { expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { argmax, crossEntropy } from "../../src/ops/index.js";
import { onEachDevice } from "../support/devices.js";

onEachDevice("losses", (device) => {
  /** The loss of four rows whose logits are all equal: log(3) for each that counts. */
  const even = (labels: readonly number[], options: Parameters<typeof crossEntropy>[3]) =>
    withTape(device, async (tape) => {
      const target = tape.constant(Uint32Array.from(labels), [2, 2], "u32");
      const loss = crossEntropy(tape, tape.zeros([2, 2, 3]), target, options);
      return [...(await loss.data())];
    });

  it("takes no account of ignored rows", async () => {
    const [counts, rest] = [Math.log(3), 0];
    for (const ignoreIndex of [-100, -1, 255, 0]) {
      const losses = await even([1, ignoreIndex, 2, ignoreIndex], { ignoreIndex });
      [counts, rest, counts, rest].forEach((want, i) => {
        expect(losses[i]).toBeCloseTo(want, 6);
      });
      const [mean] = await even([1, ignoreIndex, 2, ignoreIndex], { ignoreIndex, reduction: "mean" });
      expect(mean).toBeCloseTo(Math.log(3), 6);
    }
  });

  it("has no mean where every row is ignored", async () => {
    expect(await even([7, 7, 7, 7], { ignoreIndex: 7, reduction: "mean" })).toEqual([NaN]);
    expect(await even([7, 7, 7, 7], { ignoreIndex: 7, reduction: "sum" })).toEqual([0]);
  });

  it("reports a wrong label beside ignored ones", async () => {
    await expect(even([0, 255, 3, 255], { ignoreIndex: 255 })).rejects.toThrow(
      "crossEntropy: label 3 at row 2, of 3 classes: labels are 0 to 2",
    );
    await expect(even([0, 255, 2, 1], {})).rejects.toThrow("label 255 at row 1");
  });

  it("argmax drops the last axis", async () => {
    await withTape(device, async (tape) => {
      const x = tape.constant(Float32Array.of(1, 5, 5, 0, -1, -2, 3, NaN, 9, -4, -3, -3), [2, 2, 3]);
      const index = argmax(tape, x);
      expect(index.shape).toEqual([2, 2]);
      expect(index.dtype).toBe("u32");
      expect([...(await index.data())]).toEqual([1, 0, 1, 1]);
      const one = argmax(tape, tape.constant(Float32Array.of(2, 7, 1), [3]));
      expect(one.shape).toEqual([1]);
      expect([...(await one.data())]).toEqual([1]);
    });
  });
});
