import { recurrentPasses } from "./recurrent_passes.js";
function bindingSizes({ gates, states, planes }) {
    const positions = (p) => p.batch * p.steps * p.directions * p.hidden;
    return {
        gates: (p) => gates * positions(p),
        weight: (p) => p.directions * gates * p.hidden * p.hidden,
        bias: (p) => p.directions * gates * p.hidden,
        state: (p) => states * p.directions * p.batch * p.hidden,
        output: positions,
        saved: (p) => planes * positions(p),
    };
}
/** Weights small enough that the recurrence neither dies out nor blows up, as PyTorch's own initial values. */
const recurrentWeight = (random, { hidden }) => (2 * random.uniform() - 1) / Math.sqrt(hidden);
/** The first row has all steps and the second none, the others any number. */
const sampleLengths = (random, { steps }, index) => index === 0 ? steps : index === 1 ? 0 : random.integer(steps + 1);
/** Steps of each row, where `has_lengths` is 1; in kernels of the op `cell`. A length past `steps` counts as `steps`. */
const recurrentLengths = (cell) => ({
    read: (p) => (p.has_lengths ? p.batch : 1),
    dtype: "u32",
    sample: sampleLengths,
    indices: {
        below: (p) => (p.has_lengths ? p.steps + 1 : null),
        message: (value, position, below) => `${cell}: length ${value} at row ${position}, of ${below - 1} steps: lengths are 0 to ${below - 1}`,
    },
});
/** Values that activated gates can have. */
function sampleGates({ gates, tanhGate }) {
    return (random, { hidden }, index) => Math.floor(index / hidden) % gates === tanhGate ? 2 * random.uniform() - 1 : random.uniform();
}
/** The matrix products, and so many operations for a unit's gates at a step. */
function flopsOf(gates, perUnit) {
    return (p) => p.batch * p.steps * p.directions * p.hidden * (2 * gates * p.hidden + perUnit);
}
/** A cell's sweeps as recurrent_passes.ts wants them described. */
export function sweepsOf({ name, gates, scalesProduct }) {
    const backward = { kernel: `${name}_backward`, gates, direction: "backward" };
    return {
        forward: { kernel: `${name}_forward`, gates, direction: "forward" },
        backward: scalesProduct ? { ...backward, finish: "finish" } : backward,
    };
}
/** What a cell's forward kernel declares, but for parameters and cases. */
export function forwardSweep(cell) {
    const sizes = bindingSizes(cell);
    return {
        name: `${cell.name}_forward`,
        bindings: {
            gates: { readWrite: sizes.gates },
            weight_hh: { read: sizes.weight, sample: recurrentWeight },
            bias_hh: { read: sizes.bias },
            initial: { read: sizes.state },
            lengths: recurrentLengths(cell.name),
            y: { write: sizes.output },
            saved: { write: sizes.saved },
            final_state: { write: sizes.state },
        },
        flops: flopsOf(cell.gates, cell.operations.forward),
        bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + sizes.saved(p) + sizes.weight(p)),
        passes: recurrentPasses(sweepsOf(cell).forward),
        tolerance: {
            absolute: 3e-6,
            relative: 3e-6,
            because: "float32 sums of 300 terms and tanh to 3e-7, fed back for at most 9 steps",
        },
    };
}
/** What a cell's backward kernel declares, but for parameters and cases. */
export function backwardSweep(cell) {
    const sizes = bindingSizes(cell);
    return {
        name: `${cell.name}_backward`,
        bindings: {
            dy: { read: sizes.output },
            dfinal: { read: sizes.state },
            gates: { readWrite: sizes.gates, sample: sampleGates(cell) },
            weight_hh: { read: sizes.weight, sample: recurrentWeight },
            saved: cell.scalesProduct ? { readWrite: sizes.saved } : { read: sizes.saved },
            lengths: recurrentLengths(cell.name),
            dinitial: { write: sizes.state },
        },
        flops: flopsOf(cell.gates, cell.operations.backward),
        bytes: (p) => 4 * (2 * sizes.gates(p) + (1 + cell.planesMoved) * sizes.output(p) + sizes.weight(p)),
        passes: recurrentPasses(sweepsOf(cell).backward),
        tolerance: {
            absolute: 5e-6,
            relative: 5e-6,
            because: `float32 sums of ${300 * cell.gates} terms, fed back for at most 9 steps`,
        },
    };
}
//# sourceMappingURL=recurrent_cell.js.map