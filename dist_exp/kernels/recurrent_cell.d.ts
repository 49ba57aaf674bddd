/** What the cells' kernels declare in common, and how cells differ. See recurrent.ts for letters and layouts. */
import type { RecurrentShape, SequenceShape } from "./recurrent.js";
import { type Sweep } from "./recurrent_passes.js";
import type { Sampler } from "./sample.js";
/** How a cell differs from the others. */
export interface RecurrentCell {
    /** Its kernels are NAME_forward and NAME_backward. */
    readonly name: "rnn" | "lstm" | "gru";
    readonly gates: number;
    readonly states: number;
    /** Planes of `saved`. */
    readonly planes: number;
    /** The gate that tanh activates; sigmoid activates the others. */
    readonly tanhGate: number;
    /**
     * Whether the last gate multiplies its part of W_hh h + b_hh. The gradient of that part is then not the gate's:
     * the backward kernel leaves it in saved plane 1.
     */
    readonly scalesProduct: boolean;
    /** Floating point operations of a unit's gates at a step. */
    readonly operations: {
        readonly forward: number;
        readonly backward: number;
    };
    /** Planes of `saved` that the backward kernel reads or writes. */
    readonly planesMoved: number;
}
/** A cell's sweeps as recurrent_passes.ts wants them described. */
export declare function sweepsOf({ name, gates, scalesProduct }: RecurrentCell): {
    forward: Sweep;
    backward: Sweep;
};
/** What a cell's forward kernel declares, but for parameters and cases. */
export declare function forwardSweep(cell: RecurrentCell): {
    readonly name: "rnn_forward" | "lstm_forward" | "gru_forward";
    readonly bindings: {
        readonly gates: {
            readonly readWrite: (p: SequenceShape) => number;
        };
        readonly weight_hh: {
            readonly read: (p: SequenceShape) => number;
            readonly sample: Sampler<RecurrentShape>;
        };
        readonly bias_hh: {
            readonly read: (p: SequenceShape) => number;
        };
        readonly initial: {
            readonly read: (p: SequenceShape) => number;
        };
        readonly lengths: {
            readonly read: (p: SequenceShape) => number;
            readonly dtype: "u32";
            readonly sample: Sampler<RecurrentShape>;
            readonly indices: {
                readonly below: (p: SequenceShape) => number | null;
                readonly message: (value: number, position: number, below: number) => string;
            };
        };
        readonly y: {
            readonly write: (p: SequenceShape) => number;
        };
        readonly saved: {
            readonly write: (p: SequenceShape) => number;
        };
        readonly final_state: {
            readonly write: (p: SequenceShape) => number;
        };
    };
    readonly flops: (p: RecurrentShape) => number;
    readonly bytes: (p: SequenceShape) => number;
    readonly passes: (p: RecurrentShape, adapter: import("./kernel.js").AdapterTraits) => readonly import("./kernel.js").Pass<{
        step: number;
    }>[];
    readonly tolerance: {
        readonly absolute: 0.000003;
        readonly relative: 0.000003;
        readonly because: "float32 sums of 300 terms and tanh to 3e-7, fed back for at most 9 steps";
    };
};
/** What a cell's backward kernel declares, but for parameters and cases. */
export declare function backwardSweep(cell: RecurrentCell): {
    readonly name: "rnn_backward" | "lstm_backward" | "gru_backward";
    readonly bindings: {
        readonly dy: {
            readonly read: (p: SequenceShape) => number;
        };
        readonly dfinal: {
            readonly read: (p: SequenceShape) => number;
        };
        readonly gates: {
            readonly readWrite: (p: SequenceShape) => number;
            readonly sample: Sampler<RecurrentShape>;
        };
        readonly weight_hh: {
            readonly read: (p: SequenceShape) => number;
            readonly sample: Sampler<RecurrentShape>;
        };
        readonly saved: {
            readWrite: (p: SequenceShape) => number;
            read?: undefined;
        } | {
            read: (p: SequenceShape) => number;
            readWrite?: undefined;
        };
        readonly lengths: {
            readonly read: (p: SequenceShape) => number;
            readonly dtype: "u32";
            readonly sample: Sampler<RecurrentShape>;
            readonly indices: {
                readonly below: (p: SequenceShape) => number | null;
                readonly message: (value: number, position: number, below: number) => string;
            };
        };
        readonly dinitial: {
            readonly write: (p: SequenceShape) => number;
        };
    };
    readonly flops: (p: RecurrentShape) => number;
    readonly bytes: (p: SequenceShape) => number;
    readonly passes: (p: RecurrentShape, adapter: import("./kernel.js").AdapterTraits) => readonly import("./kernel.js").Pass<{
        step: number;
    }>[];
    readonly tolerance: {
        readonly absolute: 0.000005;
        readonly relative: 0.000005;
        readonly because: `float32 sums of ${number} terms, fed back for at most 9 steps`;
    };
};
