/** What both devices promise: memory, order, pooling, profiles, and the end of a device. */
import { describe, expect, it } from "vitest";
import { openDevice } from "../../src/device/node/index.js";
import { DeviceError } from "../../src/errors.js";
import { onEachDevice } from "../support/devices.js";
import { readBytes, recordLayerNorm, slice, upload } from "./support.js";

const bytes = (count: number, first = 1) => Uint8Array.from({ length: count }, (_, i) => first + i);

onEachDevice("queue", (device, kind) => {
  it.each([0, 1, 2, 3, 4, 5, 7, 255, 256, 257, 4099])("%i bytes come back as written", async (count) => {
    const data = bytes(count);
    expect(await readBytes(device, upload(device, data))).toEqual([...data]);
  });

  it("copies, odd lengths and offsets included", async () => {
    const from = upload(device, bytes(600));
    const to = slice(device, 1024);
    device.clear(to);
    device.copy({ ...from, offset: 256, bytes: 7 }, { ...to, offset: 512, bytes: 7 });
    expect(await readBytes(device, { ...to, offset: 512, bytes: 7 })).toEqual([
      ...bytes(600).slice(256, 263),
    ]);
    expect(await readBytes(device, { ...to, offset: 256, bytes: 256 })).toEqual(new Array(256).fill(0));
  });

  it("clears what is asked for and no more than the last word", async () => {
    const target = upload(device, bytes(300));
    device.clear({ ...target, offset: 256, bytes: 5 });
    const got = await readBytes(device, target);
    expect(got.slice(0, 256)).toEqual([...bytes(300).slice(0, 256)]);
    expect(got.slice(256, 261)).toEqual([0, 0, 0, 0, 0]);
    expect(got.slice(264)).toEqual([...bytes(300).slice(264)]);
  });

  it("takes views into larger and into shared memory", async () => {
    const view = bytes(100).subarray(3, 20);
    expect(await readBytes(device, upload(device, view))).toEqual([...view]);
    const shared = new Uint8Array(new SharedArrayBuffer(6));
    shared.set([9, 8, 7, 6, 5, 4]);
    expect(await readBytes(device, upload(device, shared))).toEqual([9, 8, 7, 6, 5, 4]);
  });

  it("copies what it writes before it returns", async () => {
    const data = bytes(1000);
    const target = upload(device, data);
    data.fill(0);
    expect(await readBytes(device, target)).toEqual([...bytes(1000)]);
  });

  it("keeps writes, copies, clears and reads in order", async () => {
    const source = slice(device, 4);
    const target = slice(device, 4);
    const reads: Promise<number[]>[] = [];
    for (let i = 0; i < 20; i++) {
      device.write(source, Uint8Array.of(i, i, i, i));
      device.copy(source, target);
      reads.push(readBytes(device, target));
      device.clear(target);
      reads.push(readBytes(device, target));
    }
    const got = await Promise.all(reads);
    got.forEach((value, i) => {
      expect(value).toEqual(new Array(4).fill(i % 2 === 0 ? i / 2 : 0));
    });
  });

  it("runs a thousand commands in order without a submit", async () => {
    const ring = Array.from({ length: 5 }, (_, i) => upload(device, Uint8Array.of(i, 0, 0, 0)));
    for (let i = 0; i < 1000; i++) device.copy(ring[i % 5]!, ring[(i + 1) % 5]!);
    for (const place of ring) expect(await readBytes(device, place)).toEqual([0, 0, 0, 0]);
  });

  it("hands released memory to later commands without disturbing earlier ones", async () => {
    const first = upload(device, bytes(256));
    const kept = slice(device, 256);
    device.copy(first, kept);
    first.buffer.release();
    const second = upload(device, bytes(256, 100));
    expect(second.buffer.handle).toBe(first.buffer.handle);
    expect(await readBytes(device, kept)).toEqual([...bytes(256)]);
  });

  it("allocates and releases a thousand times in the same memory", async () => {
    const before = device.memory;
    for (let i = 0; i < 1000; i++) upload(device, bytes(1000)).buffer.release();
    await device.sync();
    expect(device.memory.liveBuffers).toBe(before.liveBuffers);
    expect(device.memory.liveBytes).toBe(before.liveBytes);
    expect(device.memory.pooledBytes - before.pooledBytes).toBeLessThanOrEqual(1024 + 256);
  });

  it("counts live and pooled bytes, and trims", async () => {
    device.trim();
    const { liveBuffers, liveBytes, pooledBytes } = device.memory;
    expect(pooledBytes).toBe(0);
    const held = upload(device, bytes(5000));
    const size = held.buffer.bytes;
    expect(size).toBeGreaterThanOrEqual(5000);
    expect(size).toBeLessThanOrEqual(5000 * 1.25 + 256);
    expect(device.memory).toEqual({
      liveBuffers: liveBuffers + 1,
      liveBytes: liveBytes + size,
      pooledBytes: 0,
    });
    const copy = slice(device, 5000);
    device.copy(held, copy);
    held.buffer.release();
    expect(device.memory.pooledBytes).toBe(size);
    // The copy was recorded, not sent: trimming must not take its source away.
    device.trim();
    expect(device.memory.pooledBytes).toBe(0);
    expect(await readBytes(device, copy)).toEqual([...bytes(5000)]);
    copy.buffer.release();
  });

  it("times each command that it ran", async (context) => {
    const features = device.info.details.features as string[] | undefined;
    if (features && !features.includes("timestamp-query")) context.skip("no timestamp queries");
    const entries = await device.profile(() => {
      for (let i = 0; i < 3; i++) recordLayerNorm(device);
    });
    expect(entries.map(({ kernel }) => kernel)).toEqual(new Array(3).fill("layer_norm_forward"));
    for (const { duration } of entries) {
      expect(duration).toBeGreaterThan(0);
      expect(duration).toBeLessThan(10_000);
    }
  });

  it("ends a profile whose work throws", async (context) => {
    const features = device.info.details.features as string[] | undefined;
    if (features && !features.includes("timestamp-query")) context.skip("no timestamp queries");
    const failing = device.profile(() => {
      recordLayerNorm(device);
      throw new Error("the work failed");
    });
    await expect(failing).rejects.toThrow("the work failed");
    expect(await device.profile(() => {})).toEqual([]);
  });

  it("works beside a second device", async () => {
    const other = await openDevice(kind);
    const [a, b] = [upload(device, bytes(64)), upload(other, bytes(64, 50))];
    expect(await Promise.all([readBytes(device, a), readBytes(other, b)])).toEqual([
      [...bytes(64)],
      [...bytes(64, 50)],
    ]);
    other.close();
    expect(await readBytes(device, a)).toEqual([...bytes(64)]);
  });

  it("is reproducible to the bit", async () => {
    const run = async () => {
      const { y, stats } = recordLayerNorm(device);
      return [await readBytes(device, y), await readBytes(device, stats)];
    };
    expect(await run()).toEqual(await run());
  });

  describe("close", () => {
    const closing = /this device was closed before the work was done/;
    const closed = "this device is closed: open one with openDevice()";

    it("rejects reads and syncs under way, and is harmless twice", async () => {
      const ending = await openDevice(kind);
      const { y } = recordLayerNorm(ending);
      const pending = [ending.read(y), ending.read(y), ending.sync()];
      const settled = Promise.allSettled(pending);
      ending.close();
      ending.close();
      for (const result of await settled) {
        expect(result.status).toBe("rejected");
        const { reason } = result as PromiseRejectedResult;
        expect(reason).toBeInstanceOf(DeviceError);
        expect(reason.message).toMatch(closing);
      }
    });

    it("refuses every later use, except to release", async () => {
      const ending = await openDevice(kind);
      const held = slice(ending, 16);
      ending.close();
      const uses: (() => unknown)[] = [
        () => ending.createBuffer(4),
        () => ending.clear(held),
        () => ending.copy(held, held),
        () => ending.write(held, bytes(4)),
        () => ending.submit(),
        () => ending.trim(),
      ];
      for (const use of uses) expect(use).toThrow(new DeviceError(closed));
      for (const use of [() => ending.read(held), () => ending.sync(), () => ending.profile(() => {})]) {
        await expect(use()).rejects.toThrow(new DeviceError(closed));
      }
      held.buffer.release();
    });

    it("is no loss", async () => {
      const ending = await openDevice(kind);
      let lost = false;
      void ending.lost.then(() => {
        lost = true;
      });
      ending.close();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(lost).toBe(false);
    });

    it("happens at the end of a scope", async () => {
      const outer = await openDevice(kind);
      outer[Symbol.dispose]();
      expect(() => outer.createBuffer(4)).toThrow(closed);
    });
  });
});
