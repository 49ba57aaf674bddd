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
  const add = (term: number) => async (bytes: Uint8Array) => {
    const values = new Float32Array(bytes.slice().buffer).map((value) => value + term);
    return later(new Uint8Array(values.buffer));
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

  it("refuses a number of bytes that is not the target's", async () => {
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
    expect([...(await before)]).toEqual([1]);
    expect(device.usable).toBe(true);
    await expect(behind).rejects.toThrow("the others are gone");
    expect(device.usable).toBe(false);
    await expect(x.data()).rejects.toThrow("the others are gone");
    x.release();
  });
});

onEachDevice("an exchange of other sizes", (device) => {
  it("is refused by the next read", async () => {
    const x = tensor(device, Float32Array.of(1), [1]);
    const slice = { ...x.slice, bytes: 4 };
    device.exchange(slice, slice, async () => new Uint8Array(8));
    await expect(x.data()).rejects.toThrow("exchange: 8 bytes came back for 4: give as many");
    x.release();
  });
});
