import { count, megabytes } from "../format.js";
import { show } from "../tensor/index.js";
/** The summary as a table for a terminal, a line for each call of a layer, and the sums below it. */
export function formatSummary(summary) {
    const { inputShape, layers, trained, frozen, states, flops } = summary;
    const between = layers.reduce((rest, layer) => rest - layer.flops, flops);
    const rows = [
        ["Layer", "Output", "Parameters", "FLOPs", "Output bytes"],
        ...layers.map((layer) => [
            `${layer.path} (${layer.type})`.trimStart(),
            layer.outputs.map(show).join(" "),
            layer.repeated ? "shared" : count(layer.parameters),
            count(layer.flops),
            count(layer.outputBytes),
        ]),
        ...(between > 0 ? [["(between layers)", "", "", count(between), ""]] : []),
    ];
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const lines = rows.map((row) => row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join("  ")
        .trimEnd());
    const rule = "-".repeat(Math.max(...lines.map((line) => line.length)));
    const notes = [
        `Input: ${show(inputShape)}`,
        `Parameters: ${count(trained)} trained, ${count(frozen)} frozen, ${count(states)} values of state`,
        `FLOPs: ${count(flops)}, ${count(summary.flopsPerExample)} per example`,
        `Memory: parameters ${megabytes(summary.parameterBytes)}; tensors at most ` +
            `${megabytes(summary.inferenceBytes)} in inference, ${megabytes(summary.trainingBytes)} in training`,
    ];
    return [lines[0], rule, ...lines.slice(1), rule, ...notes].join("\n");
}
//# sourceMappingURL=summary_text.js.map