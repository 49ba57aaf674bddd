/**
 * ONNX's GRU (Cho et al. 2014); its gates are z, r, h. With linear_before_reset 1 it is PyTorch's; without, the reset gate
 * acts on the state before the product, step by step.
 */
import type { Tape } from "../../autograd/index.js";
import {
  add,
  concat,
  linear,
  mul,
  reshape,
  scale,
  shift,
  sigmoid,
  slice,
  sub,
  tanh,
} from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { type Layer, type LayerResult, registerRecurrence } from "../recurrence.js";

registerRecurrence("GRU", "gru", {
  gates: [1, 0, 2],
  activations: [["Sigmoid", "Tanh"]],
  attributes: ["linear_before_reset"],
  without: "clip, other activations",
  run: (tape, node, layer) => (node.integer("linear_before_reset", 0) ? null : stepByStep(tape, layer)),
});

function stepByStep(tape: Tape, layer: Layer): LayerResult {
  const directions = layer.weightHh.shape[0]!;
  const results = Array.from({ length: directions }, (_, d) => direction(tape, layer, d));
  const y = concat(
    tape,
    results.map(({ y }) => y),
    2,
  );
  const final = concat(
    tape,
    results.map(({ h }) => h),
    0,
  );
  const [batch, hidden] = final.shape as [number, number];
  return { y, final: reshape(tape, final, [1, directions, batch / directions, hidden]) };
}

/** One direction: y [B, T, H] and the last state [B, H]. */
function direction(tape: Tape, layer: Layer, d: number): { y: Tensor; h: Tensor } {
  const { x, lengths, initial, reversed } = layer;
  const [batch, steps, inputs] = x.shape as [number, number, number];
  const hidden = layer.weightHh.shape[2]!;
  const own = (tensor: Tensor, shape: readonly number[]) =>
    reshape(tape, slice(tape, tensor, 0, d, d + 1), shape);
  const weightHh = own(layer.weightHh, [3 * hidden, hidden]);
  const biasHh = own(layer.biasHh, [3 * hidden]);
  const [gateWeight, weight] = [
    slice(tape, weightHh, 0, 0, 2 * hidden),
    slice(tape, weightHh, 0, 2 * hidden, 3 * hidden),
  ];
  const [gateBias, bias] = [
    slice(tape, biasHh, 0, 0, 2 * hidden),
    slice(tape, biasHh, 0, 2 * hidden, 3 * hidden),
  ];
  const rows = reshape(tape, x, [batch * steps, inputs]);
  const weightIh = own(layer.weightIh, [3 * hidden, inputs]);
  const projected = linear(tape, rows, weightIh, own(layer.biasIh, [3 * hidden]));
  const gates = reshape(tape, projected, [batch, steps, 3 * hidden]);
  let h = initial
    ? reshape(tape, slice(tape, initial, 1, d, d + 1), [batch, hidden])
    : tape.zeros([batch, hidden]);
  const backwards = ((reversed >> d) & 1) === 1;
  const order = Array.from({ length: steps }, (_, step) => (backwards ? steps - 1 - step : step));
  const outputs: Tensor[] = [];
  for (const step of order) {
    const given = reshape(tape, slice(tape, gates, 1, step, step + 1), [batch, 3 * hidden]);
    const both = sigmoid(
      tape,
      add(tape, slice(tape, given, 1, 0, 2 * hidden), linear(tape, h, gateWeight, gateBias)),
    );
    const [r, z] = [slice(tape, both, 1, 0, hidden), slice(tape, both, 1, hidden, 2 * hidden)];
    const product = linear(tape, mul(tape, r, h), weight, bias);
    const next = tanh(tape, add(tape, slice(tape, given, 1, 2 * hidden, 3 * hidden), product));
    const moved = add(tape, next, mul(tape, z, sub(tape, h, next)));
    if (lengths) {
      // Behind its last step a row's state stands still, and its output is 0.
      const valid = tape.constant(
        Float32Array.from(lengths, (length) => Number(step < length)),
        [batch, 1],
      );
      outputs[step] = mul(tape, moved, valid);
      h = add(tape, outputs[step], mul(tape, h, shift(tape, scale(tape, valid, -1), 1)));
    } else {
      outputs[step] = moved;
      h = moved;
    }
  }
  const columns = outputs.map((output) => reshape(tape, output, [batch, 1, hidden]));
  return { y: concat(tape, columns, 1), h };
}
