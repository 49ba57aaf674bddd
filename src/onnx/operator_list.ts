/** The operators as a page of the documentation. */
import { OPSETS } from "./graph.js";
import { operatorDefinitions } from "./operator.js";

/** docs/onnx-operators.md, from the operators that are registered. */
export function operatorList(): string {
  const operators = operatorDefinitions();
  const lines = operators.map(({ name, attributes = [], without = "" }) => {
    const known = attributes.map((attribute) => `\`${attribute}\``).join(", ");
    return `| ${name} | ${known} | ${without} |`;
  });
  return `# ONNX operators

Generated from \`src/onnx/operators/\`; a test compares it with the code. ${operators.length} operators of ONNX's own domain, operator sets
${OPSETS.first} to ${OPSETS.last}. \`readOnnx\` names every node of a model that is not supported; \`runtime: "onnxruntime"\` computes those models with
onnxruntime-node. All numbers are float32 on a device, whatever the file's type; whole numbers and shapes that do not depend on the
values of images are computed on the host. Dropout does nothing, and batch normalisation uses its statistics.

| operator | attributes | not supported |
| --- | --- | --- |
${lines.join("\n")}
`;
}
