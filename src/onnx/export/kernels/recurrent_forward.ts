/** Recurrent layers: their input is the product before them, which ONNX's operators hold themselves. */
import type { Cell } from "../../../ops/index.js";
import type { GraphWriter, Traced } from "../graph_writer.js";
import { extent, fixed, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

/** ONNX's gates among this project's. */
const gates: Readonly<Record<Cell, readonly number[]>> = { lstm: [0, 3, 1, 2], gru: [1, 0, 2], rnn: [0] };
const directions = new Map([
  ["1,0", "forward"],
  ["1,1", "reverse"],
  ["2,2", "bidirectional"],
]);

/** [D, gates, ...] with the gates in ONNX's order. */
function reordered(data: Float32Array, count: number, order: readonly number[]): Float32Array {
  const run = data.length / count / order.length;
  return Float32Array.from({ length: data.length }, (_, i) => {
    const [direction, gate, at] = [
      Math.floor(i / run / order.length),
      Math.floor(i / run) % order.length,
      i % run,
    ];
    return data[(direction * order.length + order[gate]!) * run + at]!;
  });
}

function write(w: GraphWriter, traced: Traced, cell: Cell): void {
  const product = w.writers.get(w.keyOf(tensorOf(traced, "gates")));
  if (!product) throw unsupported(traced, "a projection of another kind");
  const [batch, steps] = [extent(traced, "batch"), extent(traced, "steps")];
  const [count, hidden] = [fixed(traced, "directions"), fixed(traced, "hidden")];
  const direction = directions.get(`${count},${fixed(traced, "reversed")}`);
  if (!direction) throw unsupported(traced, "directions that run otherwise");
  if (fixed(traced, "has_lengths")) throw unsupported(traced, "lengths");
  const order = gates[cell];
  const rows = order.length * hidden;
  const inputs = fixed(product, "k");
  const weight = (tensor: ReturnType<typeof tensorOf>, columns: number, name: string) =>
    w.constant(reordered(w.data(tensor, "a recurrent weight"), count, order), [count, rows, columns], name);
  const bias = (tensor: ReturnType<typeof tensorOf>) =>
    reordered(w.data(tensor, "a recurrent bias"), count, order);
  const [given, recurrent] = [bias(tensorOf(product, "bias")), bias(tensorOf(traced, "bias_hh"))];
  const biases = Float32Array.from({ length: 2 * count * rows }, (_, i) => {
    const [d, at] = [Math.floor(i / (2 * rows)), i % (2 * rows)];
    return at < rows ? given[d * rows + at]! : recurrent[d * rows + at - rows]!;
  });
  const x = w.value(tensorOf(product, "a"), [batch, steps, [inputs, inputs]]);
  const initial = tensorOf(traced, "initial");
  if (!w.isZero(initial)) throw unsupported(traced, "initial states");
  const [y, h, c] = w.nodeWith(
    cell.toUpperCase(),
    [
      w.transpose(x, [1, 0, 2]),
      weight(tensorOf(product, "b"), inputs, "weight_ih"),
      weight(tensorOf(traced, "weight_hh"), hidden, "weight_hh"),
      w.constant(biases, [count, 2 * rows], "bias"),
    ],
    {
      ...{ direction, hidden_size: hidden },
      ...(cell === "gru" && { linear_before_reset: 1 }),
      ...(cell === "rnn" && {
        activations: Array<string>(count).fill(fixed(traced, "nonlinearity") ? "Relu" : "Tanh"),
      }),
    },
    cell === "lstm" ? 3 : 2,
  );
  const width = [hidden, hidden] as const;
  const sides = [count, count] as const;
  w.define(tensorOf(traced, "y"), w.transpose(y!, [2, 0, 1, 3]), [batch, steps, sides, width]);
  const states = [h!, ...(c ? [c] : [])].map((state) => w.node("Unsqueeze", [state, w.integers([0])]));
  const final = states.length === 1 ? states[0]! : w.node("Concat", states, { axis: 0 });
  w.define(tensorOf(traced, "final_state"), final, [[states.length, states.length], sides, batch, width]);
}

for (const cell of ["lstm", "gru", "rnn"] as const) {
  registerKernelExporter(`${cell}_forward`, (w, traced) => write(w, traced, cell));
}
