import type { WebGpuOptIns } from "../device/index.js";
import type { Family, GrowthSeries, Sizes } from "./case.js";
import { type PeerDefinition } from "./peers.js";
import type { BenchResult } from "./result.js";
export type BenchDevice = "native" | "webgpu";
/** A family and the sizes of it to measure. */
export interface Selected {
    readonly family: Family;
    readonly sizes: readonly Sizes[];
    readonly growth?: GrowthSeries;
}
export interface RunOptions {
    readonly selected: readonly Selected[];
    readonly devices: readonly BenchDevice[];
    /** Peers to compare with. */
    readonly peers: readonly PeerDefinition[];
    /** Threads of the native device, and of each peer beside one thread; default: the native device's own. */
    readonly threads?: number;
    /** Instruction set of the native device and of the peers that can be held to one; default: the device's own. */
    readonly simd?: string;
    /** Of measurement, for each case and contestant. Default 1, beside peers 0.5. */
    readonly seconds?: number;
    /** Time the native device with one thread, too, where a family asks for it. */
    readonly scaling?: boolean;
    /** What the WebGPU device is opened with. */
    readonly optIns?: WebGpuOptIns;
    /** A few runs of each case, to see that it works. */
    readonly quick?: boolean;
    /** What the header says was typed. */
    readonly command: string;
    /** What is being done. */
    onProgress?: (line: string) => void;
    /** Ends the run after the row under way; what is measured is kept, but for half a growth series. */
    readonly signal?: AbortSignal;
}
export declare function runBench(options: RunOptions): Promise<BenchResult>;
