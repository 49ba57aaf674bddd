/** Steps of the host in a device's queue. */
import { expect, it } from "vitest";
import { fill } from "../../src/kernels/fill.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 20, value));

onEachDevice("exchange", (device) => {
  const filled = (value: number) => {
    const x = tensor(device, Float32Array.of(0, 0), [2]);
    device.record(fill, { y: x.slice }, { count: 2, value });
    return x;
  };
  const whole = ({ slice }: ReturnType<typeof filled>) => ({ ...slice, bytes: 8 });
  const floats = (bytes: Uint8Array) => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const add = (term: number) => async (bytes: Uint8Array, result: Uint8Array) => {
    await later(null);
    floats(result).set(floats(bytes).map((value) => value + term));
  };

  it("keeps the order of what is recorded around it, one behind the other", async () => {
    const [x, y] = [filled(1), filled(0)];
    device.exchange(whole(x), whole(y), add(10));
    device.exchange(whole(y), whole(y), add(100));
    // Recorded behind: neither the exchange nor the read before sees it.
    const before = y.data();
    device.record(fill, { y: y.slice }, { count: 2, value: 7 });
    x.write(Float32Array.of(5, 6));
    expect([...(await before)]).toEqual([111, 111]);
    expect([...(await y.data())]).toEqual([7, 7]);
    expect([...(await x.data())]).toEqual([5, 6]);
    x.release();
    y.release();
  });

  it("hands memory on that is released while it waits", async () => {
    const x = filled(3);
    const y = filled(0);
    device.exchange(whole(x), whole(y), add(1));
    x.release();
    const z = filled(9);
    expect([...(await y.data())]).toEqual([4, 4]);
    expect([...(await z.data())]).toEqual([9, 9]);
    y.release();
    z.release();
  });

  it("gives memory for as many bytes as the target has, and the same where both are one range", async () => {
    const x = filled(1);
    const y = tensor(device, new Float32Array(6), [6]);
    device.exchange(whole(x), { ...y.slice, bytes: 24 }, async (bytes, result) => {
      expect([bytes.length, result.length]).toEqual([8, 24]);
      for (let i = 0; i < 3; i++) result.set(bytes, 8 * i);
    });
    device.exchange(whole(x), whole(x), async (bytes, result) => {
      expect(result.byteOffset).toBe(bytes.byteOffset);
      floats(bytes)[0] = 9;
    });
    expect([...(await y.data())]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...(await x.data())]).toEqual([9, 1]);
    x.release();
    y.release();
  });

  it("is no part of a recording", async () => {
    const x = filled(1);
    expect(() => device.capture(() => device.exchange(whole(x), whole(x), add(1)))).toThrow(
      "exchange: a recording cannot hold it",
    );
    x.release();
  });
});

onEachDevice("a failed exchange", (device) => {
  it("fails the reads behind it, and none before", async () => {
    const x = tensor(device, Float32Array.of(1), [1]);
    const slice = { ...x.slice, bytes: 4 };
    const before = x.data();
    device.exchange(slice, slice, async () => {
      throw new Error("the others are gone");
    });
    const behind = x.data();
    expect(device.usable).toBe(true);
    expect([...(await before)]).toEqual([1]);
    await expect(behind).rejects.toThrow("the others are gone");
    expect(device.usable).toBe(false);
    await expect(x.data()).rejects.toThrow("the others are gone");
    x.release();
  });
});
