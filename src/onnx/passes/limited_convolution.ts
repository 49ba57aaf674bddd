/** A convolution and the Relu or Clip of its result are one node. */
import type { GraphNode } from "../node.js";
import { definedNode } from "../operator.js";
import { limitedConv } from "../operators/conv.js";
import type { Links } from "./pass.js";
import { replaced } from "./pass.js";

/** What a node limits its first input to; null where it does something else. */
function limitsOf(node: GraphNode, links: Links): readonly [number, number] | null {
  if (node.operator === "Relu") return [0, Infinity];
  if (node.operator !== "Clip") return null;
  const end = (index: number, name: string, missing: number) => {
    const input = node.inputs[index];
    return input ? links.number(input) : node.float(name, missing);
  };
  const [low, high] = [end(1, "min", -Infinity), end(2, "max", Infinity)];
  return low !== null && high !== null && low <= high ? [low, high] : null;
}

export function limitedConvolution(nodes: readonly GraphNode[], links: Links): readonly GraphNode[] {
  let result = nodes;
  for (const conv of nodes) {
    if (conv.operator !== "Conv") continue;
    const reader = links.onlyReader(conv);
    const limits = reader && reader.inputs[0] === conv.outputs[0] ? limitsOf(reader, links) : null;
    if (!reader || !limits) continue;
    const fused = definedNode(conv, { outputs: reader.outputs }, limitedConv(limits));
    result = replaced(result, [conv, reader], fused);
  }
  return result;
}
