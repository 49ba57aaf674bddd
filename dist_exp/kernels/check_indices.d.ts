/** Looks for an index that is out of range: what the device runs before a kernel that data lead around its memory. */
import { type ParamValues } from "./kernel.js";
import { type Sampler } from "./sample.js";
declare const params: {
    readonly count: "u32";
    readonly below: "u32";
    /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
    readonly except: "u32";
    readonly source: "u32";
    readonly epoch: "u32";
};
export type Params = ParamValues<typeof params>;
/** Indices of a workgroup, where there is more than one: enough to pay for the second pass. */
export declare const PART = 4096;
export declare const words: (epoch: number) => Sampler<Params>;
/**
 * Where index[i] >= below, and not `except`, for some i, words become `epoch`, `source`, the least such i, index[i] and `below`. They stay
 * where words[0] is `epoch` already: of several commands of an epoch the first one counts.
 */
export declare const checkIndices: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly below: "u32";
    /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
    readonly except: "u32";
    readonly source: "u32";
    readonly epoch: "u32";
}, {
    readonly index: {
        readonly read: (p: ParamValues<{
            readonly count: "u32";
            readonly below: "u32";
            /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
            readonly except: "u32";
            readonly source: "u32";
            readonly epoch: "u32";
        }>) => number;
        readonly dtype: "u32";
        readonly sample: Sampler<ParamValues<{
            readonly count: "u32";
            readonly below: "u32";
            /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
            readonly except: "u32";
            readonly source: "u32";
            readonly epoch: "u32";
        }>>;
    };
    readonly words: {
        readonly readWrite: () => number;
        readonly dtype: "u32";
        readonly sample: Sampler<ParamValues<{
            readonly count: "u32";
            readonly below: "u32";
            /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
            readonly except: "u32";
            readonly source: "u32";
            readonly epoch: "u32";
        }>>;
    };
    readonly lowest: {
        readonly scratch: (p: Params) => number;
        readonly dtype: "u32";
    };
}>;
export {};
