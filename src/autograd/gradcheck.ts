/** Checks an op's derivative against finite differences. */
import type { Device } from "../device/index.js";
import { Random } from "../random/philox.js";
import { empty, type Shape, type Tensor } from "../tensor/index.js";
import { Tape } from "./tape.js";

/** Settings of `gradCheck`. */
export interface GradCheckOptions {
  readonly seed?: number;
  /** Step of the central difference. Default 1e-2: float32 leaves little below. */
  readonly step?: number;
  /** Elements probed per input at most. Default 40. */
  readonly probes?: number;
  /** Draws the inputs; default standard normal. */
  readonly sample?: (random: Random, input: number) => number;
}

/** How far derivatives are from finite differences. */
export interface GradCheckResult {
  /** Largest |analytic - numeric| over the inputs, relative to the largest |numeric| of its input (or 1). */
  readonly error: number;
  /** Where it is, for a message. */
  readonly worst: string;
}

/**
 * Compares the gradients of `op` with central differences of sum(c * output),
 * where c is a random cotangent: a wrong sum over outputs cannot hide in it.
 */
export async function gradCheck(
  device: Device,
  shapes: readonly Shape[],
  op: (tape: Tape, inputs: Tensor[]) => Tensor | readonly Tensor[],
  { seed = 1, step = 1e-2, probes = 40, sample = (random) => random.normal() }: GradCheckOptions = {},
): Promise<GradCheckResult> {
  const random = new Random(seed);
  const inputs: Tensor[] = [];
  const values: Float32Array[] = [];
  const cotangents: Float32Array[] = [];

  const outputsOf = (tape: Tape): readonly Tensor[] => {
    const result = op(tape, inputs);
    return Array.isArray(result) ? result : [result as Tensor];
  };
  /** sum(c * output), summed in float64. */
  const evaluate = async (): Promise<number> => {
    using tape = new Tape(device, { gradient: false });
    const outputs = await Promise.all(outputsOf(tape).map((output) => output.data()));
    let total = 0;
    outputs.forEach((data, i) => {
      for (let j = 0; j < data.length; j++) total += data[j]! * cotangents[i]![j]!;
    });
    return total;
  };

  let result: GradCheckResult = { error: 0, worst: "nothing differs" };
  try {
    for (const [i, shape] of shapes.entries()) {
      // First on the device, which refuses shapes that there are not.
      const input = empty(device, shape);
      inputs.push(input);
      values.push(Float32Array.from({ length: input.size }, () => sample(random, i)));
      input.write(values[i]!);
    }
    using tape = new Tape(device);
    for (const input of inputs) tape.watch(input);
    const outputs = outputsOf(tape);
    for (const output of outputs)
      cotangents.push(Float32Array.from({ length: output.size }, () => random.normal()));
    tape.backwardFrom(
      outputs,
      outputs.map((output, i) => tape.constant(cotangents[i]!, output.shape)),
    );
    for (const [i, input] of inputs.entries()) {
      const analytic = (await tape.gradient(input)?.data()) ?? new Float32Array(input.size);
      const count = Math.min(probes, input.size);
      const indices = random.permutation(input.size).subarray(0, count);
      const pairs: [index: number, numeric: number][] = [];
      for (const index of indices) {
        const at = async (offset: number) => {
          const changed = values[i]!.slice();
          changed[index]! += offset;
          input.write(changed);
          return [await evaluate(), changed[index]!] as const;
        };
        const [[high, xHigh], [low, xLow]] = [await at(step), await at(-step)];
        pairs.push([index, (high - low) / (xHigh - xLow)]);
      }
      input.write(values[i]!);
      const scale = pairs.reduce((largest, [, numeric]) => Math.max(largest, Math.abs(numeric)), 1);
      for (const [index, numeric] of pairs) {
        const error = Math.abs(analytic[index]! - numeric) / scale;
        if (!(error <= result.error)) {
          result = {
            error,
            worst: `input ${i}, element ${index}: tape ${analytic[index]}, differences ${numeric}`,
          };
        }
      }
    }
  } finally {
    for (const input of inputs) input.release();
  }
  return result;
}
