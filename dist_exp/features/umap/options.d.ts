export interface UmapOptions {
    /** The row itself and its nearest others that it is to stay near to, from 2 up; all rows where there are fewer. Default 15. */
    readonly neighbors?: number;
    /** Numbers for each row, 1 to 16. Default 2. */
    readonly components?: number;
    /** How near to each other rows may come, 0 to `spread`. Default 0.1. */
    readonly minDist?: number;
    /** The distance over which likeness falls off. Default 1. */
    readonly spread?: number;
    /** Passes over the edges. Default 300. */
    readonly epochs?: number;
    /** Rows that push a row away for each that pulls it. Default 15. */
    readonly negativeSamples?: number;
    /**
     * Where places begin: eigenvectors of the graph ("spectral", default), principal directions ("pca"), or anywhere
     * ("random"). A graph that is not connected begins with principal directions, and anywhere where x has too few columns.
     */
    readonly init?: "spectral" | "pca" | "random";
    /** Any unsigned 32-bit integer; the same seed gives the same bits on the same device. Default 0. */
    readonly seed?: number;
}
/** @throws {ArgumentError} if an option is out of its range. */
export declare function checkOptions(options: Required<Omit<UmapOptions, "epochs">> & Pick<UmapOptions, "epochs">): void;
