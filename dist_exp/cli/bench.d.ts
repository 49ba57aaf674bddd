import { type BenchDevice } from "../bench/index.js";
import type { Output } from "./output.js";
export interface BenchOptions {
    readonly filter?: string;
    readonly shape?: string;
    readonly device: BenchDevice | "all";
    readonly threads?: number;
    readonly simd?: string;
    readonly seconds?: number;
    readonly quick?: boolean;
    readonly scaling?: boolean;
    readonly float16?: boolean;
    readonly subgroupMatrix?: boolean;
    readonly list?: boolean;
    /** True for all, or names. */
    readonly peers?: true | string;
    readonly json?: string;
    readonly results?: string;
    readonly compare?: string;
    readonly regression: number;
    readonly quiet?: boolean;
}
export declare function bench(options: BenchOptions, out: Output): Promise<number>;
