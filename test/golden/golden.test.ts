/**
 * Layers, their gradients and optimizers against PyTorch; `generate.py` beside
 * this file produced the values.
 */
import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { constantInit, Module, Parameter } from "../../src/nn/index.js";
import { batchNorm, type Cell, conv2d, recurrent, statesOf } from "../../src/ops/index.js";
import { AdamW, oneCycle } from "../../src/optim/index.js";
import { type Shape, sizeOf, type Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { giveGradient } from "../support/gradients.js";
import { expectClose, type Golden, readGolden } from "./golden.js";

const golden = readGolden("golden.json");

onEachDevice("PyTorch's values", (device) => {
  /** Puts a golden value on the tape, and watches it. */
  function place(tape: Tape, { data, shape }: Golden, as: Shape = shape): Tensor {
    const tensor = tape.constant(Float32Array.from(data), as);
    tape.watch(tensor);
    return tensor;
  }

  const variants = ["", "_bidirectional", "_lengths"] as const;
  const layers = (["rnn", "lstm", "gru"] as const).flatMap((cell) => variants.map((v) => [cell, v] as const));
  it.each(layers)("%s%s", async (cell: Cell, variant) => {
    const values = golden[`${cell}${variant}`]!;
    using tape = new Tape(device);
    const suffixes = variant === "" ? ["_l0"] : ["_l0", "_l0_reverse"];
    const stack = (prefix: string): Golden => {
      const parts = suffixes.map((suffix) => values[`${prefix}${suffix}`]!);
      return { shape: [parts.length, ...parts[0]!.shape], data: parts.flatMap(({ data }) => data) };
    };
    const names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"] as const;
    const [weightIh, weightHh, biasIh, biasHh] = names.map((name) => place(tape, stack(name)));
    const x = place(tape, values.x!);
    const initial = place(tape, values.initial!);
    const lengths = variant === "_lengths" ? tape.constant(Uint32Array.of(7, 2, 5), [3], "u32") : null;
    const weights = { weightIh: weightIh!, weightHh: weightHh!, biasIh: biasIh!, biasHh: biasHh! };
    const { y, final } = recurrent(tape, cell, x, weights, { initial, lengths });
    expect(final.shape[0]).toBe(statesOf[cell]);
    await expectClose("y", y, values.y!);
    await expectClose("final", final, values.final!);
    tape.backwardFrom([y, final], [place(tape, values.dy!), place(tape, values.dfinal!)]);
    await expectClose("dx", tape.gradient(x), values.dx!);
    await expectClose("dinitial", tape.gradient(initial), values.dinitial!);
    for (const [i, tensor] of [weightIh!, weightHh!, biasIh!, biasHh!].entries()) {
      await expectClose(`d${names[i]}`, tape.gradient(tensor), stack(`d${names[i]}`));
    }
  });

  it.each([
    ["conv2d", { stride: 1, padding: 0 }],
    ["conv2d_stride_padding", { stride: 2, padding: 1 }],
  ] as const)("%s", async (name, window) => {
    const values = golden[name]!;
    using tape = new Tape(device);
    const [x, weight, bias] = [
      place(tape, values.x!),
      place(tape, values.weight!),
      place(tape, values.bias!),
    ];
    const y = conv2d(tape, x, weight, bias, window);
    expect(y.shape).toEqual(values.y!.shape);
    await expectClose("y", y, values.y!);
    tape.backwardFrom([y], [place(tape, values.dy!)]);
    await expectClose("dx", tape.gradient(x), values.dx!);
    await expectClose("dweight", tape.gradient(weight), values.dweight!);
    await expectClose("dbias", tape.gradient(bias), values.dbias!);
  });

  it("batch norm", async () => {
    const values = golden.batch_norm!;
    using tape = new Tape(device);
    const [x, weight, bias] = [
      place(tape, values.x!),
      place(tape, values.weight!),
      place(tape, values.bias!),
    ];
    const features = weight.size;
    const start = new Float32Array(2 * features).fill(1, features);
    const running = tape.constant(start, [2, features]);
    const y = batchNorm(tape, x, weight, bias, running, { training: true });
    await expectClose("y", y, values.y!);
    await expectClose("running", running, values.running!);
    await expectClose(
      "inference",
      batchNorm(tape, x, weight, bias, running, { training: false }),
      values.inference!,
    );
    tape.backwardFrom([y], [place(tape, values.dy!)]);
    await expectClose("dx", tape.gradient(x), values.dx!);
    await expectClose("dweight", tape.gradient(weight), values.dweight!);
    await expectClose("dbias", tape.gradient(bias), values.dbias!);
  });

  it.each(["adam", "adamw"])("%s, five steps", async (name) => {
    const values = golden[name]!;
    class One extends Module {
      readonly weight = new Parameter(values.weight!.shape, constantInit(0));

      forward(_: Tape, x: Tensor): Tensor {
        return x;
      }
    }
    const model = new One().to(device);
    const parameter = model.weight;
    const optimizer = new AdamW(model, {
      weightDecay: name === "adamw" ? values.weight_decay!.data[0]! : 0,
    });
    parameter.value.write(Float32Array.from(values.weight!.data));
    const size = sizeOf(values.weight!.shape);
    for (let step = 0; step < values.gradients!.shape[0]!; step++) {
      giveGradient(parameter, values.gradients!.data.slice(step * size, (step + 1) * size));
      optimizer.step(0.05);
    }
    await expectClose("weight", parameter.value, values.result!);
    optimizer.release();
    model.release();
  });
});

describe("PyTorch's schedules", () => {
  it("one cycle", () => {
    const { rates } = golden.one_cycle!;
    const schedule = oneCycle(2e-3, 50);
    rates!.data.forEach((rate, step) => {
      expect(schedule(step)).toBeCloseTo(rate, 11);
    });
  });
});
