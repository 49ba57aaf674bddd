import { type Axis } from "./strides.js";
/** Codes of the functions, for the parameter `op`; `greater` and `equal` give 1 or 0. */
export declare const binaryOps: {
    readonly add: 0;
    readonly sub: 1;
    readonly mul: 2;
    readonly div: 3;
    readonly max: 4;
    readonly min: 5;
    readonly pow: 6;
    readonly greater: 7;
    readonly equal: 8;
};
export type BinaryOp = keyof typeof binaryOps;
export declare const names: BinaryOp[];
export interface Params {
    readonly op: number;
    readonly size0: number;
    readonly size1: number;
    readonly size2: number;
    readonly size3: number;
    readonly a_stride0: number;
    readonly a_stride1: number;
    readonly a_stride2: number;
    readonly a_stride3: number;
    readonly b_stride0: number;
    readonly b_stride1: number;
    readonly b_stride2: number;
    readonly b_stride3: number;
}
export declare function toParams(op: number, axes: readonly Axis[]): Params;
export declare const binary: import("./kernel.js").Kernel<{
    readonly op: "u32";
    readonly size0: "u32";
    readonly size1: "u32";
    readonly size2: "u32";
    readonly size3: "u32";
    readonly a_stride0: "u32";
    readonly a_stride1: "u32";
    readonly a_stride2: "u32";
    readonly a_stride3: "u32";
    readonly b_stride0: "u32";
    readonly b_stride1: "u32";
    readonly b_stride2: "u32";
    readonly b_stride3: "u32";
}, {
    readonly a: {
        readonly read: (p: Params) => number;
    };
    readonly b: {
        readonly read: (p: Params) => number;
    };
    readonly y: {
        readonly write: (p: Params) => number;
    };
}>;
/** y += alpha * x. */
export declare const scaledAdd: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly alpha: "f32";
}, {
    readonly x: {
        readonly read: (p: {
            count: number;
        }) => number;
    };
    readonly y: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
}>;
