/** Every argument is checked before anything is recorded: what each mistake is told. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BufferSlice, Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DeviceError, ShapeError } from "../../src/errors.js";
import { f32, i32, kernel, u32 } from "../../src/kernels/kernel.js";
import { slice } from "./support.js";

// Never run: recording fails, or the recording is dropped.
const probe = kernel({
  name: "arguments_probe",
  params: { count: u32, shift: i32, scale: f32 },
  bindings: {
    x: { read: (p) => p.count },
    y: { write: (p) => p.count },
    z: { write: (p) => p.count },
    scratch: { scratch: (p) => p.count },
  },
  flops: () => 0,
  bytes: () => 0,
  passes: () => [],
  tolerance: { absolute: 0, relative: 0, because: "never compared" },
});
const params = { count: 64, shift: 0, scale: 1 };

/** Runs `call` and expects an error of this type whose message holds `text`. */
function refuses(type: typeof ArgumentError, text: string, call: () => unknown) {
  let error: unknown;
  try {
    call();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(type);
  expect((error as Error).message).toContain(text);
}

describe("arguments [native]", () => {
  let device: Device;
  let other: Device;
  beforeAll(async () => {
    device = await openDevice("native", { threads: 1 });
    other = await openDevice("native", { threads: 1 });
  });
  afterAll(() => {
    device.close();
    other.close();
  });
  const bindings = () => ({ x: slice(device, 256), y: slice(device, 256), z: slice(device, 256) });

  it("takes what is right, scratch left out", () => {
    device.record(probe, bindings(), params);
    // The kernel exists in TypeScript only: the addon that lacks it says how to get it.
    refuses(
      DeviceError,
      'does not have this version of arguments_probe: build it again with "npm run build"',
      () => device.submit(),
    );
  });

  describe("record", () => {
    it.each<[string, typeof ArgumentError, string, () => Partial<ReturnType<typeof bindings>>]>([
      [
        "a slice of another device",
        ArgumentError,
        "arguments_probe: x lives on another device: copy it over",
        () => ({ x: slice(other, 256) }),
      ],
      [
        "a slice too small",
        ShapeError,
        "y holds 252 bytes, 256 are needed",
        () => ({ y: { ...slice(device, 256), bytes: 252 } }),
      ],
      [
        "a slice beyond its buffer",
        ShapeError,
        "is bytes 256 to 512 of a buffer of 256",
        () => ({ y: { ...slice(device, 256), offset: 256 } }),
      ],
      [
        "a slice before its buffer",
        ShapeError,
        "is bytes -256 to 0 of a buffer of 256",
        () => ({ x: { ...slice(device, 256), offset: -256 } }),
      ],
      [
        "an offset that no binding may have",
        ArgumentError,
        "begins at byte 4: use a multiple of 256",
        () => ({ x: { ...slice(device, 512), offset: 4 } }),
      ],
      [
        "no number for an offset",
        ArgumentError,
        "begins at byte NaN",
        () => ({ x: { ...slice(device, 512), offset: Number.NaN } }),
      ],
    ])("%s", (_, type, text, wrong) => {
      refuses(type, text, () => device.record(probe, { ...bindings(), ...wrong() }, params));
    });

    it("a missing binding", () => {
      const { x, y } = bindings();
      refuses(ArgumentError, "arguments_probe: binding z is missing", () =>
        device.record(probe, { x, y } as never, params),
      );
    });

    it("a released buffer", () => {
      const given = bindings();
      given.y.buffer.release();
      refuses(ArgumentError, "y was released before: keep it until here", () =>
        device.record(probe, given, params),
      );
    });

    it("a buffer read and written", () => {
      const both = slice(device, 512);
      const { z } = bindings();
      const x = { ...both, bytes: 256 };
      const y = { ...both, offset: 256, bytes: 256 };
      refuses(ArgumentError, "a buffer that it writes is bound twice: use another output", () =>
        device.record(probe, { x, y, z }, params),
      );
    });

    it("one slice read and written, or written twice", () => {
      const { x, y } = bindings();
      const text = "a buffer that it writes is bound twice: use another output";
      refuses(ArgumentError, text, () => device.record(probe, { x, y: x, z: y }, params));
      refuses(ArgumentError, text, () => device.record(probe, { x, y, z: y }, params));
    });

    it("overlapping outputs, but not outputs beside each other", async () => {
      const both = slice(device, 1024);
      const { x } = bindings();
      const half = (offset: number): BufferSlice => ({ buffer: both.buffer, offset, bytes: 512 });
      refuses(ArgumentError, "bound twice", () =>
        device.record(probe, { x, y: half(0), z: half(256) }, params),
      );
      const apart = await openDevice("native", { threads: 1 });
      const buffer = apart.createBuffer(1024);
      apart.record(
        probe,
        {
          x: slice(apart, 256),
          y: { buffer, offset: 0, bytes: 512 },
          z: { buffer, offset: 512, bytes: 512 },
        },
        params,
      );
      apart.close();
    });

    it.each<[string, Record<string, number>, string]>([
      ["missing", { count: 64, shift: 0 }, "arguments_probe: parameter scale is missing"],
      ["not whole", { ...params, count: 1.5 }, "count is 1.5: give a whole number from 0 to 4294967295"],
      ["negative", { ...params, count: -1 }, "count is -1: give a whole number from 0 to 4294967295"],
      ["too large", { ...params, count: 2 ** 32 }, "count is 4294967296"],
      ["not a number", { ...params, count: Number.NaN }, "count is NaN"],
      ["below an i32", { ...params, shift: -(2 ** 31) - 1 }, "from -2147483648 to 2147483647"],
      ["above an i32", { ...params, shift: 2 ** 31 }, "from -2147483648 to 2147483647"],
    ])("a parameter that is %s", (_, wrong, text) => {
      refuses(ArgumentError, text, () => device.record(probe, bindings(), wrong as never));
    });
  });

  describe("copy, clear, write and read", () => {
    it.each<[string, typeof ArgumentError, string, () => unknown]>([
      [
        "copy within one buffer",
        ArgumentError,
        "source and target are one buffer: use two",
        () => {
          const one = slice(device, 512);
          device.copy({ ...one, bytes: 256 }, { ...one, offset: 256, bytes: 256 });
        },
      ],
      [
        "copy into less room",
        ShapeError,
        "copy: to holds 100 bytes, 200 are needed",
        () => device.copy(slice(device, 200), slice(device, 100)),
      ],
      [
        "copy between devices",
        ArgumentError,
        "copy: to lives on another device",
        () => device.copy(slice(device, 8), slice(other, 8)),
      ],
      [
        "clear beyond the buffer",
        ShapeError,
        "clear: slice is bytes 0 to 512 of a buffer of 256",
        () => device.clear({ ...slice(device, 256), bytes: 512 }),
      ],
      [
        "clear a negative number of bytes",
        ShapeError,
        "stay inside it",
        () => device.clear({ ...slice(device, 256), bytes: -4 }),
      ],
      [
        "write too much",
        ShapeError,
        "write: 8 bytes do not fit into 4",
        () => device.write(slice(device, 4), new Float32Array(2)),
      ],
      [
        "write to another device",
        ArgumentError,
        "write: slice lives on another device",
        () => device.write(slice(other, 8), new Float32Array(2)),
      ],
      [
        "write at an odd place",
        ArgumentError,
        "write: slice begins at byte 12",
        () => device.write({ ...slice(device, 512), offset: 12 }, new Float32Array(1)),
      ],
    ])("%s", (_, type, text, call) => refuses(type, text, call));

    it.each<[string, typeof ArgumentError, string, () => BufferSlice]>([
      [
        "read from another device",
        ArgumentError,
        "read: slice lives on another device",
        () => slice(other, 8),
      ],
      [
        "read beyond the buffer",
        ShapeError,
        "read: slice is bytes 256 to 260 of a buffer of 256",
        () => ({ ...slice(device, 256), offset: 256, bytes: 4 }),
      ],
    ])("%s", async (_, type, text, from) => {
      const error = await device.read(from()).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(type);
      expect((error as Error).message).toContain(text);
    });
  });

  it("release twice", () => {
    const { buffer } = slice(device, 8);
    buffer.release();
    refuses(DeviceError, "released before: keep one owner for each buffer", () => buffer.release());
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 60])("createBuffer(%s)", (bytes) => {
    refuses(ArgumentError, "give a whole number from 0 up", () => device.createBuffer(bytes));
  });

  it("a device choice that does not exist", async () => {
    await expect(openDevice("gpu" as never)).rejects.toThrow(
      "device gpu is unknown: choose one of auto, native, webgpu, shadow",
    );
  });
});
