/**
 * The scale and shift of a BatchNormalization go into the weights of the convolution or product before it:
 * gamma (w x + b - mean) / sqrt(var + epsilon) + beta. What they become is computed once while the weights stay as they are.
 */
import { add, mul, pow, shift, sub } from "../../ops/index.js";
import { onDevice } from "../broadcasting.js";
import type { GraphNode } from "../node.js";
import { definedNode, type OperatorDefinition, required } from "../operator.js";
import { DeviceValue, plain, upload } from "../value.js";
import type { Links } from "./pass.js";
import { replaced } from "./pass.js";

/** The axis of a node's weights along which its outputs lie; null where it is no convolution or plain product. */
function outputAxis(node: GraphNode): number | null {
  if (node.operator === "Conv") return 0;
  if (node.operator !== "Gemm" || node.integer("transA", 0)) return null;
  if (node.float("alpha", 1) !== 1 || node.float("beta", 1) !== 1) return null;
  return node.integer("transB", 0) ? 0 : 1;
}

/** Inputs: weight, bias or "", gamma, beta, mean and variance. Outputs: weight and bias. */
const foldedWeights = (axis: number, epsilon: number): OperatorDefinition => ({
  name: "BatchNormalization",
  device: (tape, node, inputs) => {
    const weight = upload(tape, required(node, inputs, 0));
    const row = (index: number) => plain(tape, upload(tape, required(node, inputs, index)));
    const [gamma, beta, mean, variance] = [2, 3, 4, 5].map(row);
    const scale = mul(tape, gamma!, pow(tape, shift(tape, variance!, epsilon), -0.5));
    const before = inputs[1] ? sub(tape, row(1), mean!) : null;
    const offset = before ? mul(tape, before, scale) : mul(tape, mean!, scale);
    const bias = before ? add(tape, beta!, offset) : sub(tape, beta!, offset);
    const factors = new DeviceValue(
      scale,
      weight.shape.map((extent, i) => (i === axis ? extent : 1)),
    );
    return [
      onDevice(tape, node, [weight, factors], mul, weight.type),
      new DeviceValue(bias, bias.shape, undefined, weight.type),
    ];
  },
});

export function foldedNorm(nodes: readonly GraphNode[], links: Links): readonly GraphNode[] {
  let result = nodes;
  for (const node of nodes) {
    const axis = outputAxis(node);
    const norm = axis === null ? null : links.onlyReader(node);
    if (norm?.operator !== "BatchNormalization" || norm.inputs[0] !== node.outputs[0]) continue;
    const [, weight, bias = ""] = node.inputs;
    const outputs = links.shape(weight!)?.[axis!];
    const rows = [...(bias ? [bias] : []), ...norm.inputs.slice(1)];
    if (outputs === undefined || !rows.every((name) => isRow(links.shape(name), outputs))) continue;
    // By the node: weights that nodes share are folded with the values of each one's own norm.
    const names = ["weight", "bias"].map((part) => links.unused(`${node.outputs[0]} folded ${part}`));
    const folded = definedNode(
      norm,
      { inputs: [weight!, bias, ...norm.inputs.slice(1)], outputs: names },
      foldedWeights(axis!, norm.float("epsilon", 1e-5)),
    );
    const computed = node.with({ inputs: [node.inputs[0]!, ...names], outputs: norm.outputs });
    result = replaced(result, [node, norm], folded, computed);
  }
  return result;
}

const isRow = (shape: readonly number[] | null, extent: number) => shape?.length === 1 && shape[0] === extent;
