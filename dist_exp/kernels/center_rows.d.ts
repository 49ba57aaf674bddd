/** Rows of one sum of `center_rows`. */
export declare const CENTER_BLOCK = 64;
/** y = scale * x minus a row, and the sums of y's squares over blocks of rows. */
export declare const centerRows: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly scale: "f32";
}, {
    readonly x: {
        readonly read: (p: {
            readonly rows: number;
            readonly cols: number;
        }) => number;
    };
    readonly center: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly scale: "f32";
        }>) => number;
    };
    readonly y: {
        readonly write: (p: {
            readonly rows: number;
            readonly cols: number;
        }) => number;
    };
    readonly squares: {
        readonly write: (p: {
            readonly rows: number;
        }) => number;
    };
}>;
