/**
 * The recurrent references against each other: what the backward one computes from what the forward one left is
 * the derivative of it, by central differences in float64. The kernels are held to these references elsewhere.
 */
import { describe, expect, it } from "vitest";
import type { Case } from "../../src/kernels/case.js";
import { type AnyKernel, declaredKernels } from "../../src/kernels/kernel.js";
import "../../src/kernels/gru.js";
import "../../src/kernels/lstm.js";
import "../../src/kernels/rnn.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { Random } from "../../src/random/philox.js";

type Arrays = Record<string, Float64Array>;
type Params = Record<string, number>;
type Reference = (bindings: Arrays, params: Params) => void;

const cells: readonly { name: string; gates: number; own: Params }[] = [
  { name: "rnn", gates: 1, own: { nonlinearity: 0 } },
  { name: "rnn", gates: 1, own: { nonlinearity: 1 } },
  { name: "lstm", gates: 4, own: {} },
  { name: "gru", gates: 3, own: {} },
];
const shapes = [
  { batch: 2, steps: 3, hidden: 2, directions: 1, reversed: 0, has_lengths: 0, whole: 0 },
  { batch: 2, steps: 3, hidden: 2, directions: 1, reversed: 1, has_lengths: 0, whole: 0 },
  { batch: 4, steps: 4, hidden: 3, directions: 2, reversed: 2, has_lengths: 1, whole: 0 },
];
const STEP = 1e-5;

function kernelNamed(name: string): AnyKernel {
  return declaredKernels().get(name)!;
}

async function reference(name: string): Promise<Reference> {
  const file = new URL(`../reference/${name}.ts`, import.meta.url);
  return ((await import(file.href)) as { default: Reference }).default;
}

function draw(kernel: AnyKernel, params: Params): Arrays {
  const inputs = caseInputs(kernel, { params } as Case<Params>, 5);
  return Object.fromEntries(Object.entries(inputs).map(([key, values]) => [key, Float64Array.from(values)]));
}

function copy(arrays: Arrays): Arrays {
  return Object.fromEntries(Object.entries(arrays).map(([key, values]) => [key, values.slice()]));
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

for (const { name, gates, own } of cells) {
  describe(`${name} ${JSON.stringify(own)}`, async () => {
    const forward = await reference(`${name}_forward`);
    const backward = await reference(`${name}_backward`);

    it.each(shapes)("%o", (shape) => {
      const params: Params = { ...shape, ...own, step: 0 };
      const { batch, steps, hidden, directions } = shape;
      const inputs = draw(kernelNamed(`${name}_forward`), params);
      const random = new Random(7);
      const dy = inputs.y!.map(() => random.normal());
      const dfinal = inputs.final_state!.map(() => random.normal());
      const run = (changed: Arrays) => {
        const bindings = copy(changed);
        forward(bindings, params);
        return bindings;
      };
      const loss = (changed: Arrays) => {
        const { y, final_state } = run(changed);
        return dot(dy, y!) + dot(dfinal, final_state!);
      };
      const numeric = (key: string) =>
        inputs[key]!.map((_, i) => {
          const [up, down] = [copy(inputs), copy(inputs)];
          up[key]![i]! += STEP;
          down[key]![i]! -= STEP;
          return (loss(up) - loss(down)) / (2 * STEP);
        });

      const results = run(inputs);
      const bindings: Arrays = { ...copy(results), dy, dfinal, dinitial: dfinal.map(() => Number.NaN) };
      backward(bindings, params);

      // As an op makes the gradients of the weights: the gradient of W_hh h + b_hh is that of z, but for the GRU's
      // candidate, where saved plane 1 has it.
      const plane = directions * batch * steps * hidden;
      const dweight = new Float64Array(inputs.weight_hh!.length);
      const dbias = new Float64Array(inputs.bias_hh!.length);
      for (let d = 0; d < directions; d++) {
        for (let position = 0; position < batch * steps; position++) {
          const before = (d * batch * steps + position) * hidden;
          for (let row = 0; row < gates * hidden; row++) {
            const candidate = name === "gru" && row >= 2 * hidden;
            const dproduct = candidate
              ? bindings.saved![plane + before + row - 2 * hidden]!
              : bindings.gates![(position * directions + d) * gates * hidden + row]!;
            dbias[d * gates * hidden + row]! += dproduct;
            for (let j = 0; j < hidden; j++) {
              dweight[(d * gates * hidden + row) * hidden + j]! += dproduct * bindings.saved![before + j]!;
            }
          }
        }
      }
      const expectClose = (got: Float64Array, want: Float64Array, what: string) => {
        got.forEach((value, i) => {
          expect(
            Math.abs(value - want[i]!),
            `${what}[${i}] is ${value}, differences say ${want[i]}`,
          ).toBeLessThan(1e-7);
        });
      };
      expectClose(bindings.gates!, numeric("gates"), "dz");
      expectClose(bindings.dinitial!, numeric("initial"), "dinitial");
      expectClose(dweight, numeric("weight_hh"), "dweight_hh");
      expectClose(dbias, numeric("bias_hh"), "dbias_hh");
    });
  });
}
