export declare const metrics: readonly ["euclidean", "cosine"];
export interface KMeansOptions {
    /** K, from 1 up. */
    readonly clusters: number;
    /** How to begin: greedy k-means++ (default), or centres [K, D] row by row. */
    readonly init?: "k-means++" | ArrayLike<number>;
    /** Runs from different k-means++ starts, of which the one with the least inertia is kept. Default 1. */
    readonly nInit?: number;
    /** Most iterations of one run. Default 300. */
    readonly maxIterations?: number;
    /**
     * A run ends when the squared moves of all centres in one iteration add up to at most this, in
     * units of the columns' mean variance. Default 1e-4; 0 goes on until nothing moves.
     */
    readonly tolerance?: number;
    /**
     * "euclidean" (default), or "cosine" for rows whose direction alone counts: spherical k-means (Dhillon and Modha
     * 2001) compares rows of length 1 with centres of length 1.
     */
    readonly metric?: (typeof metrics)[number];
    /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
    readonly seed?: number;
}
/** @throws {ArgumentError} if an option is out of its range. */
export declare function checkOptions({ clusters, init, nInit, maxIterations, tolerance, metric, seed }: Required<KMeansOptions>, owner?: string): void;
/** @throws {ArgumentError} if an option is not a whole number from `least` up. */
export declare function checkWhole(name: string, value: number, least: number, owner?: string): void;
