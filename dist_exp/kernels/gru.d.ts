import { type RecurrentCell } from "./recurrent_cell.js";
export declare const gru: RecurrentCell;
export declare const gruSweeps: {
    forward: import("./recurrent_passes.js").Sweep;
    backward: import("./recurrent_passes.js").Sweep;
};
export declare const gruForward: import("./kernel.js").Kernel<{
    step: "u32";
    batch: "u32";
    steps: "u32";
    hidden: "u32";
    directions: "u32";
    reversed: "u32";
    has_lengths: "u32";
}, {
    readonly gates: {
        readonly readWrite: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly weight_hh: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
        readonly sample: import("./sample.js").Sampler<import("./recurrent.js").RecurrentShape>;
    };
    readonly bias_hh: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly initial: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly lengths: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<import("./recurrent.js").RecurrentShape>;
        readonly indices: {
            readonly below: (p: import("./recurrent.js").SequenceShape) => number | null;
            readonly message: (value: number, position: number, below: number) => string;
        };
    };
    readonly y: {
        readonly write: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly saved: {
        readonly write: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly final_state: {
        readonly write: (p: import("./recurrent.js").SequenceShape) => number;
    };
}>;
export declare const gruBackward: import("./kernel.js").Kernel<{
    step: "u32";
    batch: "u32";
    steps: "u32";
    hidden: "u32";
    directions: "u32";
    reversed: "u32";
    has_lengths: "u32";
}, {
    readonly dy: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly dfinal: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
    };
    readonly gates: {
        readonly readWrite: (p: import("./recurrent.js").SequenceShape) => number;
        readonly sample: import("./sample.js").Sampler<import("./recurrent.js").RecurrentShape>;
    };
    readonly weight_hh: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
        readonly sample: import("./sample.js").Sampler<import("./recurrent.js").RecurrentShape>;
    };
    readonly saved: {
        readWrite: (p: import("./recurrent.js").SequenceShape) => number;
        read?: undefined;
    } | {
        read: (p: import("./recurrent.js").SequenceShape) => number;
        readWrite?: undefined;
    };
    readonly lengths: {
        readonly read: (p: import("./recurrent.js").SequenceShape) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<import("./recurrent.js").RecurrentShape>;
        readonly indices: {
            readonly below: (p: import("./recurrent.js").SequenceShape) => number | null;
            readonly message: (value: number, position: number, below: number) => string;
        };
    };
    readonly dinitial: {
        readonly write: (p: import("./recurrent.js").SequenceShape) => number;
    };
}>;
