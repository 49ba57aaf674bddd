import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { float32Values } from "../../src/io/float32_values.js";
import { numberToHalf } from "../../src/io/half_floats.js";
import { readSafetensors, type StoredTensor } from "../../src/io/safetensors.js";
import { float32Tensors } from "../../src/models/stored_tensors.js";
import { temporaryFolder } from "./fixture.js";

// import base64, json, struct, torch
// numbers = torch.tensor([0.0, -1.5, 65504.0, 6e-8, 0.1, float("inf"), float("-inf"), float("nan")])
// tensors = {"F16": numbers.half(), "BF16": numbers.bfloat16(), "BOOL": torch.tensor([True, False]),
//            "I8": torch.tensor([-128, 127], dtype=torch.int8), "I16": torch.tensor([-32768, 7], dtype=torch.int16)}
// header, data = {}, b""
// for name, t in tensors.items():
//     raw = bytes(t.view(torch.uint8).tolist())
//     header[name] = {"dtype": name, "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
//     data += raw
// text = json.dumps(header, separators=(",", ":")).encode()
// print(base64.b64encode(struct.pack("<Q", len(text)) + text + data).decode())
// print({k: tensors[k].float().tolist() for k in ("F16", "BF16")})
const FILE =
  "HwEAAAAAAAB7IkYxNiI6eyJkdHlwZSI6IkYxNiIsInNoYXBlIjpbOF0sImRhdGFfb2Zmc2V0cyI6WzAsMTZdfSwiQkYx" +
  "NiI6eyJkdHlwZSI6IkJGMTYiLCJzaGFwZSI6WzhdLCJkYXRhX29mZnNldHMiOlsxNiwzMl19LCJCT09MIjp7ImR0eXBl" +
  "IjoiQk9PTCIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzMyLDM0XX0sIkk4Ijp7ImR0eXBlIjoiSTgiLCJzaGFw" +
  "ZSI6WzJdLCJkYXRhX29mZnNldHMiOlszNCwzNl19LCJJMTYiOnsiZHR5cGUiOiJJMTYiLCJzaGFwZSI6WzJdLCJkYXRh" +
  "X29mZnNldHMiOlszNiw0MF19fQAAAL7/ewEAZi4AfAD8AH4AAMC/gEeBM809gH+A////AQCAfwCABwA=";
const WANT = {
  F16: [0.0, -1.5, 65504.0, 2 ** -24, 0.0999755859375, Infinity, -Infinity, Number.NaN],
  BF16: [0.0, -1.5, 65536.0, 6.007030606269836e-8, 0.10009765625, Infinity, -Infinity, Number.NaN],
};

describe("float32Values", () => {
  it("reads PyTorch's half floats, booleans and small integers", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    writeFileSync(path, Buffer.from(FILE, "base64"));
    const { tensors } = await readSafetensors(path);
    const valuesOf = (name: string) => [...float32Values(tensors.get(name)!).data];
    expect(valuesOf("F16")).toEqual(WANT.F16.map(Math.fround));
    expect(valuesOf("BF16")).toEqual(WANT.BF16.map(Math.fround));
    expect(valuesOf("BOOL")).toEqual([1, 0]);
    expect(valuesOf("I8")).toEqual([-128, 127]);
    expect(valuesOf("I16")).toEqual([-32768, 7]);
  });

  it("reads bfloat16 alike after float16 was written", () => {
    numberToHalf(0.1);
    const { data } = float32Values({ dtype: "BF16", shape: [2], data: Uint16Array.of(0xbfc0, 0x7f80) });
    expect([...data]).toEqual([-1.5, Infinity]);
  });

  it("reads every half float as its definition says", () => {
    const data = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
    const { data: values, rounded } = float32Values({ dtype: "F16", shape: [65536], data });
    expect(rounded).toBe(0);
    // Steps between neighbours: 2^-24 below 2^-14, then one more bit for each power of two.
    const wrong = [...data.subarray(1, 0x7c00)].filter((bits) => {
      const step = 2 ** (Math.max(1, (bits - 1) >> 10) - 25);
      return values[bits]! - values[bits - 1]! !== step || values[bits + 0x8000] !== -values[bits]!;
    });
    expect(wrong).toEqual([]);
    expect([values[0x7c00], values[0xfc00], values[0x7c01]]).toEqual([Infinity, -Infinity, Number.NaN]);
    expect(Object.is(values[0x8000], -0)).toBe(true);
  });

  it("counts what float32 cannot hold", () => {
    const doubles = {
      dtype: "F64",
      shape: [5],
      data: Float64Array.of(1e39, -1e300, 1e-50, 0.1, Infinity),
    } as const;
    expect(float32Values(doubles)).toEqual({
      data: Float32Array.of(Infinity, -Infinity, 0, 0.1, Infinity),
      overflowed: 2,
      rounded: 1,
    });
    const whole = { dtype: "I32", shape: [3], data: Int32Array.of(2 ** 24 + 1, 2 ** 24, -5) } as const;
    expect(float32Values(whole).rounded).toBe(1);
    const large = {
      dtype: "I64",
      shape: [3],
      data: BigInt64Array.of(2n ** 62n, 2n ** 62n + 1n, -1n),
    } as const;
    expect(float32Values(large)).toMatchObject({ data: Float32Array.of(2 ** 62, 2 ** 62, -1), rounded: 1 });
  });

  it("refuses values beyond the range in a model, naming all such tensors, and tells of lost digits", () => {
    const notes: string[] = [];
    const tensors = new Map<string, StoredTensor>([
      ["a", { dtype: "F64", shape: [2], data: Float64Array.of(1e39, 1) }],
      ["b", { dtype: "I32", shape: [1], data: Int32Array.of(2 ** 30 + 1) }],
      ["c", { dtype: "F64", shape: [1], data: Float64Array.of(-1e39) }],
    ]);
    expect(() => float32Tensors("m", tensors)).toThrow(
      "m: values beyond float32's range in a (1 of 2, F64), c (1 of 1, F64)",
    );
    for (const name of ["a", "c"]) tensors.delete(name);
    float32Tensors("m", tensors, (note) => notes.push(note));
    expect(notes).toEqual(["values that float32 holds with a loss, in b (1 of 1, I32)"]);
  });
});
