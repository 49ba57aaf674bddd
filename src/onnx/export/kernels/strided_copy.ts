/** Copies between strided layouts: transpositions, slices and parts of joined values, found again from their strides. */
import type { Extent, GraphWriter, Key, Traced } from "../graph_writer.js";
import { product } from "../graph_writer.js";
import { extent, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

/** One level of nested strides: all positions there are, and those that are copied. */
interface Level {
  /** The axis of the copy; null for a single position. */
  readonly axis: number | null;
  readonly whole: Extent;
  readonly copied: Extent;
  readonly start: Extent;
}

/** A dense tensor as axes whose positions are those of the copy; outermost first. */
function levels(traced: Traced, side: "x" | "y"): Level[] {
  const sizes = [0, 1, 2, 3].map((axis) => extent(traced, `size${axis}`));
  const strides = [0, 1, 2, 3].map((axis) => extent(traced, `${side}_stride${axis}`));
  const axes = [0, 1, 2, 3].filter((axis) => sizes[axis]![1] > 1);
  axes.sort((a, b) => strides[b]![1] - strides[a]![1]);
  const tensors = traced.both.map(({ tensors }) => tensors[side]!);
  let rest: Extent = [tensors[0]!.size, tensors[1]!.size];
  let offset = extent(traced, `${side}_offset`);
  const each = (f: (batch: 0 | 1) => number): Extent => [f(0), f(1)];
  const found: Level[] = [];
  const add = (axis: number | null, stride: Extent, copied: Extent) => {
    const whole = each((b) => rest[b] / stride[b]);
    const start = each((b) => Math.floor(offset[b] / stride[b]));
    const inside = [0, 1].every((b) => Number.isInteger(whole[b]) && start[b]! + copied[b]! <= whole[b]!);
    if (!inside || stride.includes(0)) throw unsupported(traced, "strides that overlap");
    offset = each((b) => offset[b] - start[b] * stride[b]);
    rest = stride;
    found.push({ axis, whole, copied, start });
  };
  for (const axis of axes) {
    const [stride, copied] = [strides[axis]!, sizes[axis]!];
    // A part whose length depends on the batch is one of several equal ones.
    const block = each((b) => stride[b] * copied[b]);
    const parts = each((b) => rest[b] / block[b]);
    if (copied[0] !== copied[1] && parts[0] > 1 && parts[0] === parts[1]) add(null, block, [1, 1]);
    add(axis, stride, copied);
  }
  if (rest[1] > 1) add(null, [1, 1], [1, 1]);
  return found;
}

const isWhole = ({ whole, copied }: Level) => whole[0] === copied[0] && whole[1] === copied[1];

/** The copied part of a value, axes in the order of the copy's target. */
function read(w: GraphWriter, traced: Traced, target: readonly Level[]): string {
  const source = levels(traced, "x");
  let name = w.value(
    tensorOf(traced, "x"),
    source.map(({ whole }) => whole),
  );
  source.forEach((level, i) => {
    if (isWhole(level)) return;
    const { start, copied } = level;
    if (start[0] !== start[1] || copied[0] !== copied[1])
      throw unsupported(traced, "a part that depends on the batch");
    const bounds = [start[0], start[0] + copied[0], i].map((value) => w.integers([value]));
    name = w.node("Slice", [name, ...bounds]);
  });
  const places = new Map(source.map(({ axis }, i) => [axis, i]));
  const order = target.flatMap(({ axis }) => (axis === null ? [] : [places.get(axis)!]));
  const single = source.flatMap(({ axis }, i) => (axis === null ? [i] : []));
  const turned = w.transpose(name, [...single, ...order]);
  const from = [...single, ...order].map((i) => source[i]!.copied);
  return w.reshape(
    turned,
    from,
    target.map(({ copied }) => copied),
  );
}

registerKernelExporter("strided_copy", (w, traced) => {
  const target = levels(traced, "y");
  const y = tensorOf(traced, "y");
  const part = read(w, traced, target);
  const copied = target.map((level) => level.copied);
  const at = target.findIndex((level) => !isWhole(level));
  if (at < 0) {
    w.define(y, part, copied);
    return;
  }
  if (target.some((level, i) => i !== at && !isWhole(level))) throw unsupported(traced, "a part of two axes");
  // Joined when the last part is there.
  const key: Key = w.keyOf(y);
  const { start, whole } = target[at]!;
  const parts = [...(w.pieces.get(key) ?? []), { name: part, start, length: copied[at]!, extents: copied }];
  w.pieces.set(key, parts);
  if (parts.reduce((sum, { length }) => sum + length[1], 0) < whole[1]) return;
  const outer = product(copied.slice(0, at));
  const inner = product(copied.slice(at + 1));
  const sorted = parts.sort((a, b) => a.start[1] - b.start[1]);
  const names = sorted.map(({ name, length, extents }) => w.reshape(name, extents, [outer, length, inner]));
  w.define(y, w.node("Concat", names, { axis: 1 }), [outer, whole, inner]);
});
