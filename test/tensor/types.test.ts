/** What the compiler knows of a tensor's values, and that it is what they are. */
import { describe, expect, expectTypeOf, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { argmax, relu } from "../../src/ops/index.js";
import { empty, Tensor, tensor, zeros } from "../../src/tensor/index.js";

describe("data() by element type [native]", () => {
  it("gives the array of the tensor's type parameter", async () => {
    using device = await openDevice("native");
    const f32 = await tensor(device, [1.5, 2], [2]).data();
    expectTypeOf(f32).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expect(f32).toEqual(Float32Array.of(1.5, 2));
    const u32 = await tensor(device, Uint32Array.of(1, 2), [2]).data();
    expectTypeOf(u32).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
    expect(u32).toEqual(Uint32Array.of(1, 2));
    const i32 = await tensor(device, Int32Array.of(-1, 2), [2]).view([1, 2]).data();
    expectTypeOf(i32).toEqualTypeOf<Int32Array<ArrayBuffer>>();
    expect(i32).toEqual(Int32Array.of(-1, 2));
    const u8 = await tensor(device, Uint8Array.of(1, 255), [2]).data();
    expectTypeOf(u8).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expect(u8).toEqual(Uint8Array.of(1, 255));
    expectTypeOf(zeros(device, [2], "u32")).toEqualTypeOf<Tensor<"u32">>();
    expect(await zeros(device, [2], "u32").data()).toEqual(new Uint32Array(2));
  });

  it("float32 is what a tensor holds where nothing else is said, and what ops take and give", async () => {
    using device = await openDevice("native");
    using tape = new Tape(device);
    expectTypeOf(empty(device, [2])).toEqualTypeOf<Tensor>();
    expectTypeOf<Tensor>().toEqualTypeOf<Tensor<"f32">>();
    const x = tape.constant(Float32Array.of(-1, 3), [2]);
    const values = await relu(tape, x).data();
    expectTypeOf(values).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expect(values).toEqual(Float32Array.of(0, 3));
    const places = await argmax(tape, x).data();
    expectTypeOf(places).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
    expect(places).toEqual(Uint32Array.of(1));
    expectTypeOf<Tensor<"u32">>().not.toExtend<Tensor>();
    expect(() => new Tensor(device, x.slice, [2], "u32")).not.toThrow();
  });
});
