/** Cross-entropy of logits with class indices, one loss per row, as PyTorch's. */
import { type ParamValues } from "./kernel.js";
declare const params: {
    readonly rows: "u32";
    readonly cols: "u32";
    /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
    readonly weighted: "u32";
    /** Share of the target that all classes have in equal parts. */
    readonly smoothing: "f32";
    /** 1: rows with the label `ignored` do not count. */
    readonly ignores: "u32";
    readonly ignored: "u32";
};
export type Params = ParamValues<typeof params>;
/**
 * loss[n] = (1 - smoothing) w[l] (-log p[l]) + smoothing / cols * sum over c of w[c] (-log p[c]), where p is the softmax
 * of row n, l its label and w the weights; 0 where the row is ignored, NaN where there is no such class.
 * counted[n], what the row counts in a mean, is w[l], 0 or NaN.
 */
export declare const crossEntropyForward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
    readonly weighted: "u32";
    /** Share of the target that all classes have in equal parts. */
    readonly smoothing: "f32";
    /** 1: rows with the label `ignored` do not count. */
    readonly ignores: "u32";
    readonly ignored: "u32";
}, {
    readonly logits: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
            readonly weighted: "u32";
            /** Share of the target that all classes have in equal parts. */
            readonly smoothing: "f32";
            /** 1: rows with the label `ignored` do not count. */
            readonly ignores: "u32";
            readonly ignored: "u32";
        }>>;
    };
    readonly labels: {
        readonly read: (p: Params) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
            readonly weighted: "u32";
            /** Share of the target that all classes have in equal parts. */
            readonly smoothing: "f32";
            /** 1: rows with the label `ignored` do not count. */
            readonly ignores: "u32";
            readonly ignored: "u32";
        }>>;
        readonly indices: {
            readonly below: (p: Params) => number;
            readonly except: (p: Params) => number | null;
            readonly message: (value: number, position: number, classes: number) => string;
        };
    };
    readonly weight: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
            readonly weighted: "u32";
            /** Share of the target that all classes have in equal parts. */
            readonly smoothing: "f32";
            /** 1: rows with the label `ignored` do not count. */
            readonly ignores: "u32";
            readonly ignored: "u32";
        }>>;
    };
    readonly loss: {
        readonly write: (p: Params) => number;
    };
    readonly counted: {
        readonly write: (p: Params) => number;
    };
}>;
/**
 * dlogits[n, c] = dloss[n] ((a + b W) p[c] - b w[c] - a [c = l]) with a = (1 - smoothing) w[l], b = smoothing / cols and
 * W the sum of the weights; 0 where the row is ignored, NaN where there is no such class.
 */
export declare const crossEntropyBackward: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
    readonly weighted: "u32";
    /** Share of the target that all classes have in equal parts. */
    readonly smoothing: "f32";
    /** 1: rows with the label `ignored` do not count. */
    readonly ignores: "u32";
    readonly ignored: "u32";
}, {
    readonly dloss: {
        readonly read: (p: Params) => number;
    };
    readonly logits: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
            readonly weighted: "u32";
            /** Share of the target that all classes have in equal parts. */
            readonly smoothing: "f32";
            /** 1: rows with the label `ignored` do not count. */
            readonly ignores: "u32";
            readonly ignored: "u32";
        }>>;
    };
    readonly labels: {
        readonly read: (p: Params) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
            readonly weighted: "u32";
            /** Share of the target that all classes have in equal parts. */
            readonly smoothing: "f32";
            /** 1: rows with the label `ignored` do not count. */
            readonly ignores: "u32";
            readonly ignored: "u32";
        }>>;
        readonly indices: {
            readonly below: (p: Params) => number;
            readonly except: (p: Params) => number | null;
            readonly message: (value: number, position: number, classes: number) => string;
        };
    };
    readonly weight: {
        readonly read: (p: Params) => number;
        readonly sample: import("./sample.js").Sampler<ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            /** 1: `weight` holds a factor for each class; else it may be any buffer, and the factors are 1. */
            readonly weighted: "u32";
            /** Share of the target that all classes have in equal parts. */
            readonly smoothing: "f32";
            /** 1: rows with the label `ignored` do not count. */
            readonly ignores: "u32";
            readonly ignored: "u32";
        }>>;
    };
    readonly dlogits: {
        readonly write: (p: Params) => number;
    };
}>;
export {};
