import type { Device } from "../device/index.js";
import type { Prepared } from "./case.js";
/** Who does the work: a device, or a peer. */
export interface Contestant {
    readonly name: string;
    /** Its threads may still spin for so long after a turn; the next one waits. Default 15 ms. */
    readonly settleMs?: number;
    /** How often a run does the work. Default 1. */
    readonly timesPerRun?: number;
    /** It has done the work before, so that a first run of seconds is the measurement. */
    readonly onceWhereSlow?: boolean;
    /** Does the work `runs` times back to back, waits for the last, and resolves with milliseconds per run. */
    time(runs: number): Promise<number>;
}
export interface Pace {
    /** Seconds of measurement for each contestant; 0: a few runs, to see that it works. */
    readonly seconds: number;
    /** Turns that these are divided into. */
    readonly rounds: number;
    readonly minSamples: number;
}
export declare const FULL_PACE: Pace;
/** Beside peers, of which each row has up to ten. */
export declare const PEER_PACE: Pace;
export declare const QUICK_PACE: Pace;
/** Work on a device as a contestant; the wait for the last run counts. */
export declare function onDevice(name: string, device: Device, work: Pick<Prepared, "run" | "timesPerRun">): Contestant;
/** Milliseconds that each contestant takes for the work once, by sample, in the contestants' order. */
export declare function measure(contestants: readonly Contestant[], pace: Pace): Promise<number[][]>;
/** Back to back, where one run takes `ms`. */
export declare function runsPerSample(ms: number, { seconds }: Pace): number;
