import { type Sampler } from "./sample.js";
export interface Clusters {
    readonly rows: number;
    readonly cols: number;
    readonly clusters: number;
}
export declare const nearCluster: (cluster: (p: Clusters, row: number) => number) => Sampler<Clusters>;
/**
 * The nearest centre of each row, the first of several, and the squared distance to it.
 * The choice maximises x c - |c|^2 / 2; where rounding may have decided, distances summed from (x - c)^2 in more
 * than float32 choose. Data about the origin leave fewer rows to those. The distance is summed from (x - c)^2, too.
 */
export declare const kmeansAssign: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly clusters: "u32";
}, {
    readonly x: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
        readonly sample: Sampler<Clusters>;
    };
    readonly centers: {
        readonly read: (p: Clusters) => number;
        readonly sample: Sampler<Clusters>;
    };
    readonly label: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
    readonly distance: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
    };
    readonly half_norms: {
        readonly scratch: (p: Clusters) => number;
    };
}>;
/**
 * Each centre becomes the mean of the rows with its label; one without rows stays, with count 0. Rows of clusters that
 * do not exist are left out.
 */
export declare const kmeansUpdate: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly clusters: "u32";
}, {
    readonly x: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
    };
    readonly label: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
        readonly sample: Sampler<import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>>;
        readonly indices: {
            readonly below: (p: import("./kernel.js").ParamValues<{
                readonly rows: "u32";
                readonly cols: "u32";
                readonly clusters: "u32";
            }>) => number;
            readonly message: (value: number, position: number, clusters: number) => string;
        };
    };
    readonly centers: {
        readonly readWrite: (p: Clusters) => number;
    };
    readonly counts: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
    };
    readonly partial_counts: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
}>;
/**
 * One of Lloyd's iterations: each centre moves to the mean of the rows that are nearest to it, as
 * `kmeans_assign` and `kmeans_update` in turn would have it, with neither labels nor distances.
 */
export declare const kmeansStep: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly clusters: "u32";
}, {
    readonly x: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
        readonly sample: Sampler<Clusters>;
    };
    readonly centers: {
        readonly read: (p: Clusters) => number;
        readonly sample: Sampler<Clusters>;
    };
    readonly moved: {
        readonly write: (p: Clusters) => number;
    };
    readonly counts: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
    readonly label: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
    readonly half_norms: {
        readonly scratch: (p: Clusters) => number;
    };
    readonly partial: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
    };
    readonly partial_counts: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly clusters: "u32";
        }>) => number;
        readonly dtype: "u32";
    };
}>;
/** Rows of one sum in `kmeans_distances`; the rows of its results are padded to a multiple. */
export declare const DISTANCE_BLOCK = 256;
interface Distances {
    readonly rows: number;
    readonly cols: number;
    readonly points: number;
    readonly candidates: number;
}
/**
 * distance[t, n] is the squared distance from row n to point `index[t]`, or closest[n] where that
 * is less; a point that does not exist counts as the origin. Rows are padded with zeros to a multiple of `DISTANCE_BLOCK`. sums[t, b] is the sum over
 * a block of rows.
 */
export declare const kmeansDistances: import("./kernel.js").Kernel<{
    readonly rows: "u32";
    readonly cols: "u32";
    readonly points: "u32";
    readonly candidates: "u32";
}, {
    readonly x: {
        readonly read: (p: {
            rows: number;
            cols: number;
        }) => number;
    };
    readonly source: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly points: "u32";
            readonly candidates: "u32";
        }>) => number;
    };
    readonly index: {
        readonly read: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly points: "u32";
            readonly candidates: "u32";
        }>) => number;
        readonly dtype: "u32";
        readonly sample: Sampler<Distances>;
        readonly indices: {
            readonly below: (p: import("./kernel.js").ParamValues<{
                readonly rows: "u32";
                readonly cols: "u32";
                readonly points: "u32";
                readonly candidates: "u32";
            }>) => number;
            readonly message: (value: number, position: number, points: number) => string;
        };
    };
    readonly closest: {
        readonly read: (p: {
            rows: number;
        }) => number;
        readonly sample: (random: import("../index.js").Random, p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly points: "u32";
            readonly candidates: "u32";
        }>) => number;
    };
    readonly distance: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly points: "u32";
            readonly candidates: "u32";
        }>) => number;
    };
    readonly sums: {
        readonly write: (p: import("./kernel.js").ParamValues<{
            readonly rows: "u32";
            readonly cols: "u32";
            readonly points: "u32";
            readonly candidates: "u32";
        }>) => number;
    };
}>;
export {};
