import { describe, expect, it } from "vitest";
import { families } from "../../src/bench/cases/index.js";
import { parseShape, select } from "../../src/bench/select.js";
import { ArgumentError } from "../../src/errors.js";

describe("parseShape", () => {
  it("takes commas and spaces", () => {
    expect(parseShape("H=128,B=32 T=7")).toEqual({ H: 128, B: 32, T: 7 });
  });

  it.each(["H", "H=", "H=x", "=3", "H=-1", "H=1.5"])("refuses %j", (text) => {
    expect(() => parseShape(text)).toThrow(ArgumentError);
  });
});

describe("select", () => {
  it("has every family once, and every shape once with the sizes of its quick one", () => {
    expect(new Set(families.map(({ work }) => work)).size).toBe(families.length);
    for (const { work, shapes, quick, make, growth } of families) {
      const texts = shapes.map((sizes) => JSON.stringify(sizes));
      expect(new Set(texts).size, work).toBe(shapes.length);
      for (const sizes of [quick, ...shapes, ...(growth?.shapes ?? [])]) {
        expect(Object.keys(sizes).sort(), work).toEqual(Object.keys(quick).sort());
        const made = make(sizes);
        expect(made.work).toBe(work);
        // Permute only moves.
        if (work === "permute") expect(made.flops).toBe(0);
        else expect(made.flops).toBeGreaterThan(0);
        expect(made.bytes).toBeGreaterThan(0);
      }
    }
  });

  it("counts what a person would", () => {
    const flops = (work: string, sizes: Record<string, number>) =>
      families.find((family) => family.work === work)!.make(sizes).flops;
    expect(flops("gemm", { m: 2, n: 3, k: 5 })).toBe(60);
    // PyTorch's reference point: T=28, I=28, B=128, H=128 is 0.57 GFLOP forward.
    const lstm = { H: 128, B: 128, T: 28, I: 28, D: 1, L: 1 };
    expect(flops("lstm_forward", lstm) / 1e9).toBeCloseTo(0.573, 3);
    expect(flops("lstm_backward", lstm)).toBe(3 * flops("lstm_forward", lstm));
    const conv = { B: 64, H: 28, W: 28, C: 32, O: 64, kernel: 3, stride: 1, padding: 1 };
    expect(flops("conv2d_forward", conv) / 1e9).toBeCloseTo(1.85, 2);
    // 1.8 thousand million multiplications (He et al. 2016), each with an addition.
    const photograph = { B: 1, side: 224, C: 3, width: 64 };
    expect(flops("resnet18_predict", photograph) / 2e9).toBeCloseTo(1.8, 1);
    expect(flops("resnet18_step", photograph)).toBe(3 * flops("resnet18_predict", photograph));
    // Four projections, and two products of each head: softmax adds a few hundredths.
    const attention = { B: 2, T: 64, C: 128, heads: 4 };
    const products = 2 * 2 * 64 * (4 * 128 * 128 + 2 * 64 * 128);
    expect(flops("attention_forward", attention) / products).toBeCloseTo(1, 1);
  });

  it("filters by name and by the sizes of the table", () => {
    const selected = select(families, { filter: "lstm_forward", shape: { H: 64, B: 16 } });
    expect(selected.map(({ family, sizes }) => [family.work, sizes])).toEqual([
      ["lstm_forward", [{ H: 64, B: 16, T: 28, I: 28, D: 1, L: 1 }]],
    ]);
  });

  it("makes a shape that is in no table", () => {
    const selected = select(families, { filter: "gemm", shape: { m: 7, n: 9 } });
    expect(selected.map(({ sizes }) => sizes)).toEqual([[{ m: 7, n: 9, k: 128 }]]);
  });

  it("follows growth at sizes that differ in one, where no shape is asked for", () => {
    const followed = select(families, {}).flatMap(({ growth }) => growth ?? []);
    expect(followed).toEqual(families.flatMap(({ growth }) => growth ?? []));
    for (const { by, shapes } of followed) {
      expect(shapes.length).toBeGreaterThanOrEqual(3);
      expect(new Set(shapes.map((sizes) => sizes[by])).size).toBe(shapes.length);
      const others = shapes.map((sizes) => JSON.stringify({ ...sizes, [by]: 0 }));
      expect(new Set(others).size).toBe(1);
    }
    for (const selection of [{ quick: true }, { shape: { H: 128 } }]) {
      expect(select(families, selection).some(({ growth }) => growth)).toBe(false);
    }
  });

  it("leaves out works that have no such size", () => {
    const works = select(families, { shape: { symmetric: 0 } }).map(({ family }) => family.work);
    expect(works).toEqual(["clusterer_step"]);
  });

  it.each([
    [{ filter: "nothing" }, "--filter nothing leaves nothing: choose from"],
    [{ filter: "gemm", shape: { H: 3 } }, "--shape H=3 fits nothing: gemm has m, n, k"],
  ])("says what there is (%#)", (selection, sentence) => {
    expect(() => select(families, selection)).toThrow(sentence);
  });
});
