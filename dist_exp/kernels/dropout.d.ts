/**
 * Zeroes an element with probability `rate` < 1 and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). On dy with the same key it is its own derivative.
 * NaN and infinity are multiplied, not replaced, so that they do not vanish unseen.
 */
export declare const dropout: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly seed: "u32";
    readonly stream: "u32";
    readonly offset: "u32";
    readonly rate: "f32";
}, {
    readonly x: {
        readonly read: (p: {
            count: number;
        }) => number;
    };
    readonly y: {
        readonly write: (p: {
            count: number;
        }) => number;
    };
}>;
