import { type BenchCase, type Sizes } from "./case.js";
export interface NetworkCase {
    /** As `buildNetwork` knows it. */
    readonly network: string;
    readonly work: string;
    /** B images of T x I or side x side pixels and C channels (default 1); H is the option `hidden`, the rest are options. */
    readonly sizes: Sizes;
    readonly training: boolean;
    /** As in `BenchCase`. */
    readonly memory?: boolean;
}
export declare function networkCase(asked: NetworkCase): BenchCase;
