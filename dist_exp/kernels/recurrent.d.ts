/** Sizes of one recurrent command. */
export interface RecurrentShape {
    readonly batch: number;
    readonly steps: number;
    readonly hidden: number;
    readonly directions: number;
}
/** Parameters that all recurrent kernels share; `step` is set by WebGPU passes, callers give 0. */
export declare const recurrentParams: {
    readonly batch: "u32";
    readonly steps: "u32";
    readonly hidden: "u32";
    /** 1, or 2 for a bidirectional layer. */
    readonly directions: "u32";
    /** Bit d is set where direction d runs backwards in time. */
    readonly reversed: "u32";
    readonly has_lengths: "u32";
};
/** Sizes, and whether rows have lengths of their own. */
export type SequenceShape = RecurrentShape & {
    readonly has_lengths: number;
};
