/** Declarations: what is refused, what is filled in, and grids. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../src/errors.js";
import { declaredKernels, groups, kernel, linearGrid, u32 } from "../../src/kernels/kernel.js";

const definition = (name: string, bindings: Parameters<typeof kernel>[0]["bindings"] = {}) => ({
  name,
  params: { count: u32 },
  bindings,
  flops: () => 0,
  bytes: () => 0,
  passes: () => [],
  tolerance: { absolute: 0, relative: 0, because: "never compared" },
});
const manyBindings = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`b${i}`, { read: () => 1 }]));

describe("kernel()", () => {
  it("registers what it declares, defaults filled in, order kept", () => {
    const declared = kernel(
      definition("declared_once", {
        z: { read: () => 3, dtype: "u8" },
        a: { write: () => 4 },
        both: { readWrite: () => 5 },
        scratch: { scratch: () => 6 },
      }),
    );
    expect(declaredKernels().get("declared_once")).toBe(declared);
    expect(declared.paramList).toEqual([["count", "u32"]]);
    expect(declared.bindingList.map(([name, b]) => [name, b.access, b.dtype, b.size({ count: 0 })])).toEqual([
      ["z", "read", "u8", 3],
      ["a", "write", "f32", 4],
      ["both", "readWrite", "f32", 5],
      ["scratch", "scratch", "f32", 6],
    ]);
  });

  it("refuses a name twice", () => {
    kernel(definition("declared_twice"));
    expect(() => kernel(definition("declared_twice"))).toThrow(
      new ArgumentError("kernel declared_twice is declared twice"),
    );
  });

  it.each(["LayerNorm", "layer-norm", "2d", "", "a b"])("refuses %j for a name", (name) => {
    expect(() => kernel(definition(name))).toThrow(
      new ArgumentError(`kernel ${name}: use snake_case for its name`),
    );
  });

  it("takes eight bindings and refuses nine", () => {
    expect(kernel(definition("eight_bindings", manyBindings(8))).bindingList).toHaveLength(8);
    expect(() => kernel(definition("nine_bindings", manyBindings(9)))).toThrow(
      new ArgumentError("kernel nine_bindings has 9 bindings, WebGPU guarantees 8"),
    );
    expect(declaredKernels().has("nine_bindings")).toBe(false);
  });
});

describe("grids", () => {
  it("linearGrid covers every count with few to spare, within WebGPU's limit", () => {
    const anyCount = fc.oneof(fc.integer({ min: 0, max: 65535 ** 2 }), fc.integer({ min: 0, max: 200_000 }));
    fc.assert(
      fc.property(anyCount, (count) => {
        const [x, y] = linearGrid(count);
        expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(1);
        expect(Math.max(x, y)).toBeLessThanOrEqual(65535);
        expect(x * y).toBeGreaterThanOrEqual(count);
        expect(x * y - count).toBeLessThan(Math.max(y, 2));
      }),
    );
  });

  it.each([
    [0, [1, 1]],
    [1, [1, 1]],
    [65535, [65535, 1]],
    [65536, [32768, 2]],
  ])("linearGrid(%i)", (count, want) => {
    expect(linearGrid(count)).toEqual(want);
  });

  it("groups rounds up, to one at the least", () => {
    expect([0, 1, 64, 65].map((count) => groups(count, 64))).toEqual([1, 1, 1, 2]);
  });
});
