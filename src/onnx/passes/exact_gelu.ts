/** What exporters write for Gelu: x * (1 + erf(x / sqrt 2)) / 2, in any order of the factors. */
import type { GraphNode } from "../node.js";
import type { Links } from "./pass.js";
import { replaced } from "./pass.js";

const near = (a: number | null, b: number) => a !== null && Math.abs(a - b) < 1e-6;

/** The input of a node that is not `name`; null where both are, or the node has other than two. */
function other(node: GraphNode, name: string): string | null {
  if (node.inputs.length !== 2 || node.inputs[0] === node.inputs[1]) return null;
  return node.inputs.find((input) => input !== name) ?? null;
}

/** The value that a node multiplies by a number near `factor`. */
function scaledInput(node: GraphNode, factor: number, links: Links): string | null {
  const [a, b] = node.inputs as readonly [string, string];
  if (node.operator === "Div") return near(links.number(b), 1 / factor) ? a : null;
  if (node.operator !== "Mul") return null;
  if (near(links.number(b), factor)) return a;
  return near(links.number(a), factor) ? b : null;
}

export function exactGelu(nodes: readonly GraphNode[], links: Links): readonly GraphNode[] {
  let result = nodes;
  for (const erf of nodes) {
    const parts = erf.operator === "Erf" ? geluAround(erf, links) : null;
    if (!parts) continue;
    const { x, all, last } = parts;
    const gelu = erf.with({ operator: "Gelu", inputs: [x], outputs: last.outputs });
    result = replaced(result, all, gelu);
  }
  return result;
}

/** The nodes of Gelu around its Erf, and its input; null where they are something else. */
function geluAround(erf: GraphNode, links: Links) {
  const inner = links.maker(erf.inputs[0]!, "Div") ?? links.maker(erf.inputs[0]!, "Mul");
  if (!inner || links.onlyReader(inner) !== erf) return null;
  const x = scaledInput(inner, Math.SQRT1_2, links);
  const add = links.onlyReader(erf);
  if (!x || add?.operator !== "Add" || !near(links.number(other(add, erf.outputs[0]!) ?? ""), 1)) return null;
  const first = links.onlyReader(add);
  if (first?.operator !== "Mul") return null;
  const factor = other(first, add.outputs[0]!);
  if (factor === null) return null;
  // (1 + erf) x / 2
  if (factor === x) {
    const last = links.onlyReader(first);
    const halved = last && scaledInput(last, 0.5, links);
    return last && halved === first.outputs[0] ? { x, all: [inner, erf, add, first, last], last } : null;
  }
  // (1 + erf) (x / 2)
  const half = links.maker(factor, "Mul");
  if (half && links.onlyReader(half) === first && scaledInput(half, 0.5, links) === x) {
    return { x, all: [inner, erf, add, half, first], last: first };
  }
  // x ((1 + erf) / 2)
  if (near(links.number(factor), 0.5)) {
    const last = links.onlyReader(first);
    const times = last?.operator === "Mul" ? other(last, first.outputs[0]!) : null;
    return last && times === x ? { x, all: [inner, erf, add, first, last], last } : null;
  }
  return null;
}
