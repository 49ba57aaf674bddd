/** ONNX's Einsum: sums of products of elements, which a term of letters for each input describes, as NumPy's einsum. */
import type { Tape } from "../../autograd/index.js";
import { matmul, sum } from "../../ops/index.js";
import { sizeOf } from "../../tensor/index.js";
import { rangeOf, takeAlong } from "../axes.js";
import type { GraphNode } from "../node.js";
import { type Inputs, registerOperator, required, resultSize } from "../operator.js";
import { DeviceValue, type GraphValue, plain, plainOrder, upload, viewed } from "../value.js";
import { inShape, turned } from "../views.js";

/** A value and the labels of its axes: letters, and ".0" and so on for those of an ellipsis, counted from the last one. */
interface Labelled {
  readonly value: DeviceValue;
  readonly labels: readonly string[];
}

const TERM = /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/;

/** The terms of the inputs, and that of the output where there is one. */
function termsOf(node: GraphNode): { readonly inputs: readonly string[]; readonly output: string | null } {
  const [left = "", output = null] = node.text("equation", "").replaceAll(" ", "").split("->");
  return { inputs: left.split(","), output };
}

/** The labels of a term whose ellipsis stands for `hidden` axes. */
function labelsOf(term: string, hidden: number): string[] {
  const [before = "", after = ""] = term.split("...");
  const dots = plainOrder(hidden).map((i) => `.${hidden - 1 - i}`);
  return [...before, ...(term.includes("...") ? dots : []), ...after];
}

/** Letters that stand once, in the order of the alphabet, behind the axes of an ellipsis. */
function implicitLabels(terms: readonly string[], hidden: number): string[] {
  const letters = terms.flatMap((term) => [...term.replace("...", "")]);
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return [...labelsOf("...", hidden), ...once.sort()];
}

/** A value whose labels differ: of equal ones, the diagonal. */
function diagonal(tape: Tape, node: GraphNode, { value, labels }: Labelled): Labelled {
  const second = labels.findIndex((label, i) => labels.indexOf(label) < i);
  if (second < 0) return { value, labels };
  const label = labels[second]!;
  const first = labels.indexOf(label);
  const others = plainOrder(labels.length).filter((axis) => axis !== first && axis !== second);
  const extent = value.shape[first]!;
  if (value.shape[second] !== extent) {
    throw node.fail(`${label} is ${extent} and ${value.shape[second]}: give inputs of the model's size`);
  }
  const moved = turned(value, [...others, first, second]);
  const flat = inShape(tape, node, moved, [...others.map((axis) => value.shape[axis]!), extent * extent]);
  const taken = takeAlong(tape, node, flat, others.length, rangeOf(0, extent, extent + 1)) as DeviceValue;
  return diagonal(tape, node, { value: taken, labels: [...others.map((axis) => labels[axis]!), label] });
}

const extentOf = ({ value, labels }: Labelled, label: string) => value.shape[labels.indexOf(label)]!;

/** The value's memory with its axes in the order of these groups of labels. */
function grouped(tape: Tape, from: Labelled, groups: readonly (readonly string[])[]) {
  const axes = groups.flat().map((label) => from.labels.indexOf(label));
  return plain(tape, turned(from.value, axes) as DeviceValue);
}

/** The sum over the labels that are not kept. */
function summed(tape: Tape, from: Labelled, kept: ReadonlySet<string>): Labelled {
  const gone = from.labels.filter((label) => !kept.has(label));
  if (gone.length === 0) return from;
  const labels = from.labels.filter((label) => kept.has(label));
  const shape = labels.map((label) => extentOf(from, label));
  const tensor = grouped(tape, from, [labels, gone]);
  const rows = viewed(tape, tensor, [sizeOf(shape), from.value.size / sizeOf(shape)]);
  return { value: new DeviceValue(sum(tape, rows, 1), shape, undefined, from.value.type), labels };
}

/** The product of two values, summed over the labels that both have and that are not kept. */
function product(tape: Tape, node: GraphNode, a: Labelled, b: Labelled, kept: ReadonlySet<string>): Labelled {
  const left = summed(tape, a, new Set([...kept, ...b.labels]));
  const right = summed(tape, b, new Set([...kept, ...a.labels]));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  for (const label of shared) {
    const [one, other] = [extentOf(left, label), extentOf(right, label)];
    if (one === other || (kept.has(label) && (one === 1 || other === 1))) continue;
    throw node.fail(`${label} is ${one} and ${other}: give inputs of the model's size`);
  }
  const batch = shared.filter((label) => kept.has(label));
  const inner = shared.filter((label) => !kept.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const sizes = (of: Labelled, labels: readonly string[]) => labels.map((label) => extentOf(of, label));
  const shape = [
    ...batch.map((label) => Math.max(extentOf(left, label), extentOf(right, label))),
    ...sizes(left, rows),
    ...sizes(right, columns),
  ];
  resultSize(node, shape);
  const depth = sizeOf(sizes(left, inner));
  const y = matmul(
    tape,
    viewed(tape, grouped(tape, left, [batch, rows, inner]), [
      ...sizes(left, batch),
      sizeOf(sizes(left, rows)),
      depth,
    ]),
    viewed(tape, grouped(tape, right, [batch, inner, columns]), [
      ...sizes(right, batch),
      depth,
      sizeOf(sizes(right, columns)),
    ]),
  );
  return {
    value: new DeviceValue(viewed(tape, y, shape), shape, undefined, left.value.type),
    labels: [...batch, ...rows, ...columns],
  };
}

function einsum(tape: Tape, node: GraphNode, inputs: Inputs<GraphValue>): DeviceValue {
  const terms = termsOf(node);
  const values = terms.inputs.map((_, i) => upload(tape, required(node, inputs, i)));
  const hidden = terms.inputs.map((term, i) => {
    const axes = values[i]!.shape.length - term.replace("...", "").length;
    if (axes >= 0 && (axes === 0 || term.includes("..."))) return axes;
    throw node.fail(`the term ${term} does not fit [${values[i]!.shape.join(", ")}]: export the model again`);
  });
  const operands = terms.inputs.map((term, i) =>
    diagonal(tape, node, { value: values[i]!, labels: labelsOf(term, hidden[i]!) }),
  );
  const most = Math.max(...hidden);
  const wanted = terms.output === null ? implicitLabels(terms.inputs, most) : labelsOf(terms.output, most);
  const missing = wanted.find((label) => !operands.some(({ labels }) => labels.includes(label)));
  if (missing !== undefined) throw node.fail(`no input has the axis ${missing}: export the model again`);
  const [first, ...others] = operands;
  const all = others.reduce((a, b, i) => {
    const later = others.slice(i + 1).flatMap(({ labels }) => labels);
    return product(tape, node, a, b, new Set([...wanted, ...later]));
  }, first!);
  const { value, labels } = summed(tape, all, new Set(wanted));
  return turned(
    value,
    wanted.map((label) => labels.indexOf(label)),
  ) as DeviceValue;
}

registerOperator({
  name: "Einsum",
  attributes: ["equation"],
  problem: (node) => {
    const { inputs, output } = termsOf(node);
    const letters = [...(output ?? "").replace("...", "")];
    const wrong =
      inputs.length !== node.inputs.length ||
      ![...inputs, output ?? ""].every((term) => TERM.test(term)) ||
      new Set(letters).size < letters.length ||
      node.text("equation", "").split("->").length > 2;
    return wrong ? `the equation ${node.text("equation", "")}` : null;
  },
  device: einsum,
});
