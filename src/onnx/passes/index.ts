/** The passes over the nodes of a graph, in the order in which they are made. */
import type { Graph } from "../graph.js";
import type { GraphNode } from "../node.js";
import { addedBias } from "./added_bias.js";
import { exactGelu } from "./exact_gelu.js";
import { foldedNorm } from "./folded_norm.js";
import { limitedConvolution } from "./limited_convolution.js";
import { Links, type Pass } from "./pass.js";

const passes: readonly Pass[] = [exactGelu, addedBias, foldedNorm, limitedConvolution];

/** The nodes of a graph for runs without gradients. Values inside a part that became one node are not computed. */
export function withPasses(graph: Graph): Graph {
  let nodes: readonly GraphNode[] = graph.nodes;
  for (const pass of passes) nodes = pass(nodes, new Links(graph, nodes));
  return { ...graph, nodes };
}
