/** Which read tells of an index that is out of range, and what it says. */
import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { Device } from "../../src/device/index.js";
import { openNative } from "../../src/device/node/native.js";
import { ShadowBackend } from "../../src/device/shadow.js";
import { ArgumentError, IndexError } from "../../src/errors.js";
import { crossEntropy, gatherRows, recurrent } from "../../src/ops/index.js";
import { type Tensor, tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

const devices = [
  ...testDevices,
  {
    kind: "shadow [native]",
    skip: null,
    open: async () => new Device(new ShadowBackend(openNative({ threads: 1 }), openNative({ threads: 2 }))),
  },
] as const;

const label = (value: number, row: number) =>
  new IndexError(`crossEntropy: label ${value} at row ${row}, of 10 classes: labels are 0 to 9`, row, value);

describe.each(devices)("wrong indices [$kind]", ({ skip, open }) => {
  const run = (name: string, body: (device: Device, tape: Tape) => Promise<void>) =>
    it.skipIf(skip)(name, async () => {
      using device = await open();
      using tape = new Tape(device);
      await body(device, tape);
    });
  const logits = (tape: Tape) =>
    tape.constant(
      Float32Array.from({ length: 60 }, (_, i) => i % 7),
      [6, 10],
    );
  const lossOf = (tape: Tape, labels: number[], x = logits(tape)) =>
    crossEntropy(tape, x, tape.constant(Uint32Array.from(labels), [6], "u32"));

  run("are named by the next read, with the op, the position and the value", async (_, tape) => {
    const loss = lossOf(tape, [1, 2, 9, 10, 0, 77]);
    const error = await loss.data().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(IndexError);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toEqual(label(10, 3));
    expect(error).toMatchObject({ name: "IndexError", position: 3, value: 10 });
  });

  run("leave NaN where they led nowhere, and other rows as they should be", async (_, tape) => {
    const right = await lossOf(tape, [1, 2, 9, 0, 0, 7]).data();
    const loss = lossOf(tape, [1, 2, 9, 10, 0, 0xffffffff]);
    await expect(loss.data()).rejects.toEqual(label(10, 3));
    expect([...(await loss.data())]).toEqual([...right.slice(0, 3), Number.NaN, right[4], Number.NaN]);
  });

  run("are told once: of several wrong commands the first is named, by one read", async (_, tape) => {
    const kept = tape.constant(Float32Array.of(1, 2), [2]);
    lossOf(tape, [0, 0, 0, 0, 0, 11]);
    lossOf(tape, [12, 0, 0, 0, 0, 0]);
    const reads = await Promise.allSettled([kept.data(), kept.data()]);
    expect(reads[0]).toMatchObject({ status: "rejected", reason: label(11, 5) });
    expect(reads[1]).toEqual({ status: "fulfilled", value: Float32Array.of(1, 2) });
    lossOf(tape, [0, 13, 0, 0, 0, 0]);
    await expect(kept.data()).rejects.toEqual(label(13, 1));
  });

  run("do not concern reads that came before", async (_, tape) => {
    const loss = lossOf(tape, [0, 1, 2, 3, 4, 5]);
    const before = loss.data();
    lossOf(tape, [0, 1, 2, 3, 4, 50]);
    expect((await before).every(Number.isFinite)).toBe(true);
    await expect(loss.data()).rejects.toEqual(label(50, 5));
  });

  run("are told of the forward pass, though the backward pass meets them too", async (_, tape) => {
    const x = logits(tape);
    tape.watch(x);
    const loss = lossOf(tape, [0, 1, 2, 3, 99, 5], x);
    tape.backwardFrom([loss], [tape.constant(new Float32Array(6).fill(1), [6])]);
    const gradient = tape.gradient(x)!;
    await expect(gradient.data()).rejects.toEqual(label(99, 4));
    const values = await gradient.data();
    expect([...values.keys()].filter((i) => Number.isNaN(values[i]))).toEqual(
      [...Array(10).keys()].map((c) => 40 + c),
    );
  });

  run("of rows", async (_, tape) => {
    const y = gatherRows(tape, logits(tape), tape.constant(Uint32Array.of(5, 6), [2], "u32"));
    await expect(y.data()).rejects.toThrow(
      "gatherRows: index 6 at position 1, of 6 rows: indices are 0 to 5",
    );
  });

  run("of a recording are looked for each time that it runs", async (device, tape) => {
    const indices = tape.constant(Uint32Array.of(5, 0), [2], "u32");
    const x = logits(tape);
    let y!: Tensor;
    const recording = device.capture(() => {
      y = gatherRows(tape, x, indices);
    });
    await y.data();
    device.write(indices.slice, Uint32Array.of(1, 6));
    device.replay(recording);
    await expect(y.data()).rejects.toThrow("gatherRows: index 6 at position 1, of 6 rows");
    device.write(indices.slice, Uint32Array.of(1, 2));
    device.replay(recording);
    expect([...(await y.data())]).toEqual(Array.from({ length: 20 }, (_, i) => (10 + i) % 7));
    tape.dispose();
    recording.release();
  });

  run("of steps: a length past them", async (_, tape) => {
    const weights = (...shape: number[]) =>
      tape.constant(new Float32Array(shape.reduce((a, b) => a * b)), shape);
    const sequence = (lengths: number[]): Tensor =>
      recurrent(
        tape,
        "gru",
        weights(2, 5, 3),
        {
          weightIh: weights(1, 12, 3),
          weightHh: weights(1, 12, 4),
          biasIh: weights(1, 12),
          biasHh: weights(1, 12),
        },
        { lengths: tape.constant(Uint32Array.from(lengths), [2], "u32") },
      ).y;
    expect((await sequence([0, 5]).data()).length).toBe(40);
    await expect(sequence([5, 6]).data()).rejects.toThrow(
      "gru: length 6 at row 1, of 5 steps: lengths are 0 to 5",
    );
  });

  run("take no memory that the device counts, and none of the pool's", async (device, tape) => {
    lossOf(tape, [0, 0, 0, 0, 0, 10]);
    const { liveBuffers } = device.memory;
    await expect(device.sync()).rejects.toBeInstanceOf(IndexError);
    expect(device.memory.liveBuffers).toBe(liveBuffers);
    tape.dispose();
    expect(device.memory.liveBuffers).toBe(0);
    device.trim();
    using again = new Tape(device);
    await expect(lossOf(again, [10, 0, 0, 0, 0, 0]).data()).rejects.toEqual(label(10, 0));
  });

  run("are noticed by a loop that looks at its losses every ten steps", async (device) => {
    const losses: Tensor[] = [];
    let told = 0;
    for (let step = 1; step <= 30 && told === 0; step++) {
      using tape = new Tape(device);
      const loss = lossOf(tape, [step === 13 ? 10 : 1, 0, 0, 0, 0, 0]);
      const copy = tensor(device, new Float32Array(6), [6]);
      device.copy(loss.slice, copy.slice);
      losses.push(copy);
      if (step % 10 > 0) continue;
      const looks = await Promise.allSettled(losses.map((kept) => kept.data()));
      for (const kept of losses.splice(0)) kept.release();
      if (looks.some(({ status }) => status === "rejected")) told = step;
    }
    expect(told).toBe(20);
  });
});
