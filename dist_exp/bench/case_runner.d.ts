import type { Device } from "../device/index.js";
import { type Family, type GrowthSeries, type Sizes } from "./case.js";
import { type Pace } from "./measure.js";
import { type Peer } from "./peers.js";
import type { BenchFailure, BenchRow, Growth, Roofline } from "./result.js";
export interface OpenDevice {
    readonly device: Device;
    readonly roofline: Roofline;
}
export declare class CaseRunner {
    #private;
    readonly open: readonly OpenDevice[];
    readonly oneThread: Device | null;
    readonly peers: readonly Peer[];
    readonly pace: Pace;
    readonly folder: string;
    readonly progress: (line: string) => void;
    readonly signal?: AbortSignal | undefined;
    readonly rows: BenchRow[];
    readonly growth: Growth[];
    readonly failures: BenchFailure[];
    constructor(open: readonly OpenDevice[], oneThread: Device | null, peers: readonly Peer[], pace: Pace, folder: string, progress: (line: string) => void, signal?: AbortSignal | undefined);
    /** Measures one case on every device it is meant for, beside the peers. */
    run(family: Family, sizes: Sizes): Promise<void>;
    /** Measures the sizes of a series beside each other, on every device that all are meant for. */
    grow(family: Family, series: GrowthSeries): Promise<void>;
}
