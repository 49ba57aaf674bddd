/** A product with a matrix of the file, and the row that is added to it, are one node. */
import type { GraphNode } from "../node.js";
import { definedNode } from "../operator.js";
import { biasedProduct } from "../operators/mat_mul.js";
import type { Links } from "./pass.js";
import { replaced } from "./pass.js";

export function addedBias(nodes: readonly GraphNode[], links: Links): readonly GraphNode[] {
  let result = nodes;
  for (const product of nodes) {
    const columns = product.operator === "MatMul" ? links.shape(product.inputs[1]!) : null;
    if (columns?.length !== 2) continue;
    const add = links.onlyReader(product);
    if (add?.operator !== "Add") continue;
    const bias = add.inputs.find((name) => name !== product.outputs[0])!;
    const shape = links.shape(bias);
    if (shape?.length !== 1 || shape[0] !== columns[1] || shape[0] === 1) continue;
    const fused = definedNode(
      product,
      { inputs: [...product.inputs, bias], outputs: add.outputs },
      biasedProduct,
    );
    result = replaced(result, [product, add], fused);
  }
  return result;
}
