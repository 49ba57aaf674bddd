/** What backward releases, what it leaves, and whom withTape serves. */
import { expect, it } from "vitest";
import { Tape, withTape } from "../../src/autograd/index.js";
import {
  add,
  crossEntropy,
  imagesToFloat,
  linear,
  mean,
  mul,
  relu,
  reshape,
  scale,
  sum,
  tanh,
} from "../../src/ops/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

onEachDevice("memory of a tape", (device) => {
  const leaf = (tape: Tape, ...data: number[]) => {
    const x = tape.constant(Float32Array.from(data), [data.length]);
    tape.watch(x);
    return x;
  };

  it("backward through 20 tanh of 16 MB peaks at most 15 % above forward", () => {
    const count = 4_000_000;
    const before = device.memory.liveBytes;
    const create = device.createBuffer.bind(device);
    let peak = 0;
    device.createBuffer = (bytes) => {
      const buffer = create(bytes);
      peak = Math.max(peak, device.memory.liveBytes - before);
      return buffer;
    };
    try {
      withTape(device, (tape) => {
        let y = tape.zeros([count]);
        const x = y;
        tape.watch(x);
        for (let i = 0; i < 20; i++) y = tanh(tape, y);
        const loss = mean(tape, y);
        const forward = peak;
        expect(forward).toBeGreaterThanOrEqual(21 * 4 * count);
        tape.backward(loss);
        expect(peak).toBeLessThanOrEqual(1.15 * forward);
        // x, its gradient, the loss and its gradient.
        expect(device.memory.liveBytes - before).toBeLessThan(2.3 * 4 * count);
        expect(tape.gradient(x)?.size).toBe(count);
      });
    } finally {
      device.createBuffer = create;
    }
    expect(device.memory.liveBytes).toBe(before);
    device.trim();
  });

  it("leaves the loss, constants and what is kept, watched or without a gradient", async () => {
    await withTape(device, async (tape) => {
      const w = tape.constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
      tape.watch(w);
      const x = tape.constant(Float32Array.of(1, 0, 0, 1), [2, 2]);
      const frozen = relu(tape, x);
      const hidden = linear(tape, frozen, w);
      const kept = tape.keep(scale(tape, hidden, 2));
      const watched = scale(tape, kept, 1);
      tape.watch(watched);
      const labels = tape.constant(Uint32Array.of(0, 1), [2], "u32");
      const loss = mean(tape, crossEntropy(tape, watched, labels));
      tape.backward(loss);
      expect([...(await kept.data())]).toEqual([2, 6, 4, 8]);
      expect([...(await watched.data())]).toEqual([2, 6, 4, 8]);
      expect([...(await labels.data())]).toEqual([0, 1]);
      expect([...(await frozen.data())]).toEqual([1, 0, 0, 1]);
      expect((await loss.data())[0]).toBeGreaterThan(0);
      expect(tape.gradient(watched)).not.toBeNull();
      await expect(hidden.data()).rejects.toThrow(
        "read: slice was released by backward: call tape.keep(tensor) before backward",
      );
      expect(() => tape.gradient(hidden)).toThrow(
        "gradient: backward released that of [2, 2]: call tape.watch(tensor) before backward",
      );
    });
  });

  it("keeps a gradient that two tensors share until both are done with it", async () => {
    await withTape(device, async (tape) => {
      const x = leaf(tape, 1, 2);
      const [left, right] = [reshape(tape, x, [1, 2]), reshape(tape, x, [2, 1])];
      const loss = sum(tape, scale(tape, reshape(tape, left, [2, 1]), 2));
      tape.backwardFrom([loss, right], [tape.constant(Float32Array.of(1), [1]), tape.zeros([2, 1])]);
      expect([...(await tape.gradient(x)!.data())]).toEqual([2, 2]);
    });
  });

  it("gives each watched tensor a gradient of its own", async () => {
    await withTape(device, async (tape) => {
      const [a, b] = [leaf(tape, 1, 2), leaf(tape, 3, 4)];
      const given = tape.constant(Float32Array.of(5, 7), [2]);
      tape.backwardFrom([add(tape, a, b)], [given]);
      const [da, db] = [tape.gradient(a)!, tape.gradient(b)!];
      da.write(Float32Array.of(0, 0));
      expect([...(await db.data())]).toEqual([5, 7]);
      expect([...(await given.data())]).toEqual([5, 7]);
      for (const gradient of [da, db]) tape.take(gradient).release();
    });
  });

  it("leaves images made of bytes, which have no gradient", async () => {
    await withTape(device, async (tape) => {
      const w = leaf(tape, 1, 2, 3, 4);
      const x = imagesToFloat(tape, tape.constant(Uint8Array.of(0, 255, 0, 255), [4], "u8"));
      tape.backward(sum(tape, mul(tape, w, x)));
      expect([...(await x.data())]).toEqual([0, 1, 0, 1]);
    });
  });

  it("releases the rest where somebody released a tensor of the tape, and says so", () => {
    const before = device.memory.liveBuffers;
    const tape = new Tape(device);
    tape.zeros([4]).release();
    tape.zeros([4]);
    expect(() => tape.dispose()).toThrow("this buffer was released before");
    expect(device.memory.liveBuffers).toBe(before);
  });

  it("has no gradients where backward did not finish", () => {
    withTape(device, (tape) => {
      const x = leaf(tape, 1, 2);
      const y = scale(tape, x, 2);
      tape.derivative([y], [x], () => {
        throw new Error("a derivative that fails");
      });
      expect(() => tape.backward(sum(tape, y))).toThrow("a derivative that fails");
      expect(() => tape.gradient(x)).toThrow("backward did not finish");
    });
  });

  it("a tape ends with its callback, however that ends", async () => {
    const before = device.memory.liveBuffers;
    expect(withTape(device, (tape) => tape.zeros([4]).size)).toBe(4);
    expect(() =>
      withTape(device, (tape) => {
        tape.zeros([4]);
        throw new Error("no");
      }),
    ).toThrow("no");
    const value = withTape(device, async (tape) => (await leaf(tape, 5).data())[0]);
    expect(device.memory.liveBuffers).toBe(before + 1);
    expect(await value).toBe(5);
    await expect(
      withTape(device, async (tape) => {
        await tape.zeros([4]).data();
        throw new Error("late");
      }),
    ).rejects.toThrow("late");
    expect(device.memory.liveBuffers).toBe(before);
  });

  it("says how a tensor outlives its tape, and lets it", async () => {
    const lost = withTape(device, (tape) => tape.zeros([2]));
    await expect(lost.data()).rejects.toThrow(
      "was released with its tape: call tape.take(tensor) where it has to live longer",
    );
    const taken: Tensor = withTape(device, (tape) => tape.take(scale(tape, leaf(tape, 1, 2), 3)));
    expect([...(await taken.data())]).toEqual([3, 6]);
    taken.release();
    const tape = new Tape(device);
    expect(() => tape.take(taken)).toThrow("take: [2] is not the tape's");
    tape.dispose();
    expect(() => tape.zeros([1])).toThrow("this tape was disposed");
  });
});
