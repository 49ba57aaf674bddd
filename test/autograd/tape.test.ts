/** What the tape promises about gradients: whose memory they are, how they add up, what it refuses. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { add, batchNorm, gatherRows, mul, relu, reshape, scale, sum } from "../../src/ops/index.js";
import { Tensor, tensor, zeros } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

onEachDevice("tape", (device) => {
  const values = async (of: Tensor | null) => [...(await of!.data())];
  const leaf = (tape: Tape, ...data: number[]) => {
    const x = tape.constant(Float32Array.from(data), [data.length]);
    tape.watch(x);
    return x;
  };

  it("gives a shared gradient to each tensor, not to its neighbours", async () => {
    using tape = new Tape(device);
    const x = leaf(tape, 1, 2);
    const [left, right] = [reshape(tape, x, [1, 2]), reshape(tape, x, [2, 1])];
    for (const view of [left, right]) tape.watch(view);
    tape.backward(add(tape, sum(tape, left), sum(tape, scale(tape, right, 3))));
    expect(await values(tape.gradient(x))).toEqual([4, 4]);
    expect(await values(tape.gradient(left))).toEqual([1, 1]);
    expect(await values(tape.gradient(right))).toEqual([3, 3]);
  });

  it("gives operands that broadcast by rank alone gradients of their own shapes", async () => {
    using tape = new Tape(device);
    const row = leaf(tape, 1, 2);
    const column = tape.constant(Float32Array.of(3, 4), [1, 2]);
    tape.watch(column);
    tape.backward(sum(tape, mul(tape, add(tape, row, column), column)));
    expect(tape.gradient(row)?.shape).toEqual([2]);
    expect(tape.gradient(column)?.shape).toEqual([1, 2]);
    expect(await values(tape.gradient(row))).toEqual([3, 4]);
    expect(await values(tape.gradient(column))).toEqual([7, 10]);
  });

  it("leaves the gradients that it is given as they are", async () => {
    using tape = new Tape(device);
    const x = leaf(tape, 1, 2);
    const y = reshape(tape, x, [1, 2]);
    const given = tape.constant(Float32Array.of(5, 7), [1, 2]);
    tape.backwardFrom([y, scale(tape, y, 2)], [given, given]);
    expect(await values(tape.gradient(x))).toEqual([15, 21]);
    expect(await values(given)).toEqual([5, 7]);
  });

  it("adds the gradients of an output that is named twice", async () => {
    using tape = new Tape(device);
    const x = leaf(tape, 1, 2);
    const y = scale(tape, x, 2);
    const [one, three] = [Float32Array.of(1, 1), Float32Array.of(3, 3)];
    tape.backwardFrom([y, y], [tape.constant(one, [2]), tape.constant(three, [2])]);
    expect(await values(tape.gradient(x))).toEqual([8, 8]);
  });

  it("writes a leaf's gradient into its slot, even where the leaf is the output", async () => {
    using slot = zeros(device, [2]);
    using tape = new Tape(device);
    const x = tape.constant(Float32Array.of(1, 2), [2]);
    tape.watch(x, { gradient: slot, claim: () => false });
    const given = tape.constant(Float32Array.of(1, 1), [2]);
    tape.backwardFrom([x, mul(tape, x, x)], [given, given]);
    expect(await values(slot)).toEqual([3, 5]);
  });

  it("copies a gradient whose slice is longer than its values", async () => {
    using roomy = tensor(device, [1, 2, 3, 4], [4]);
    using slot = zeros(device, [2]);
    using tape = new Tape(device);
    const x = tape.constant(Float32Array.of(1, 2), [2]);
    tape.watch(x, { gradient: slot, claim: () => false });
    tape.backwardFrom([reshape(tape, x, [2, 1])], [new Tensor(device, roomy.slice, [2, 1])]);
    expect(await values(slot)).toEqual([1, 2]);
  });

  it("reaches the input of a batch norm whose own parameters are frozen", async () => {
    using tape = new Tape(device);
    const x = tape.constant(Float32Array.of(1, 2, 4), [3, 1]);
    tape.watch(x);
    const [gamma, beta] = [Float32Array.of(2), Float32Array.of(0)].map((data) => tape.constant(data, [1]));
    const y = batchNorm(tape, x, gamma!, beta!, tape.zeros([2, 1]), { training: true });
    tape.backwardFrom([y], [tape.constant(Float32Array.of(1, 0, 0), [3, 1])]);
    expect((await values(tape.gradient(x))).some((value) => Math.abs(value) > 0.1)).toBe(true);
  });

  it("has no gradient for what nothing depends on", () => {
    using tape = new Tape(device);
    const [x, unused] = [leaf(tape, 1), leaf(tape, 1)];
    tape.backward(scale(tape, x, 2));
    expect(tape.gradient(unused)).toBeNull();
  });

  it("refuses to run twice, wrong sizes, and losses that nothing watched leads to", () => {
    using tape = new Tape(device);
    const x = leaf(tape, 1, 2);
    expect(() => tape.backward(x)).toThrow("the loss has shape [2]: reduce it to one number first");
    expect(() => tape.backward(tape.zeros([1]))).toThrow("nothing watched leads here");
    expect(() => tape.backwardFrom([x], [tape.zeros([3])])).toThrow("an output is [2], its gradient [3]");
    expect(() => tape.backwardFrom([x], [])).toThrow("an output is [2], its gradient missing");
    tape.backward(sum(tape, x));
    expect(() => tape.backward(sum(tape, x))).toThrow("this tape ran before: make a new one for each step");
  });

  it("refuses tensors whose elements a kernel would misread", () => {
    using tape = new Tape(device);
    const x = tape.zeros([4, 2]);
    const index = tape.constant(Float32Array.of(1, 2), [2]);
    expect(() => gatherRows(tape, x, index)).toThrow("gather_rows: index holds f32: make it a tensor of u32");
    const whole = tape.constant(Uint32Array.of(1), [1], "u32");
    // @ts-expect-error The compiler refuses it, too.
    expect(() => relu(tape, whole)).toThrow("x holds u32");
    expect(() => tape.constant(Uint32Array.of(1), [1])).toThrow(
      "write: Uint32Array for a tensor of f32: give a Float32Array",
    );
  });

  it("keeps nothing for derivatives where none is wanted", () => {
    using tape = new Tape(device, { gradient: false });
    const x = leaf(tape, 1);
    expect(tape.isActive(scale(tape, x, 2))).toBe(false);
    expect(() => tape.backward(scale(tape, x, 2))).toThrow("nothing watched leads here");
  });

  it("gives its memory back", () => {
    const before = device.memory.liveBuffers;
    {
      using tape = new Tape(device);
      tape.backward(sum(tape, leaf(tape, 1, 2)));
      expect(device.memory.liveBuffers).toBeGreaterThan(before);
    }
    expect(device.memory.liveBuffers).toBe(before);
  });
});
