/** y = value, everywhere. */
export declare const fill: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly value: "f32";
}, {
    readonly y: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly count: "u32";
            readonly value: "f32";
        }>) => number;
    };
}>;
