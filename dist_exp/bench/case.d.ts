/**
 * What is measured. A family is a kind of work with a table of shapes; a case is
 * one row of it, which prepares the work on a device from inputs that every
 * device and every peer gets alike.
 *
 * Letters: B batch, T steps, I input, H hidden, D directions, L layers, C channels, K clusters, N rows.
 */
import type { Device } from "../device/index.js";
import type { HostArray } from "../kernels/compare.js";
import type { AnyKernel } from "../kernels/kernel.js";
import { type Shape, type Tensor } from "../tensor/index.js";
/** Sizes by letter or name, in the order they are shown. */
export type Sizes = Readonly<Record<string, number>>;
export interface HostTensor {
    readonly shape: Shape;
    readonly data: HostArray;
}
/** Values by name, the same for every device and peer. */
export type Inputs = Readonly<Record<string, HostTensor>>;
/** A part of the work, done alone. */
export interface Part {
    readonly name: string;
    run(): void | Promise<void>;
}
/** A case's work, ready to run on a device. */
export interface Prepared {
    /** Does the work once: records and submits it, or awaits it where the library does so itself. */
    run(): void | Promise<void>;
    /** How often one `run` does the work, where the library does several at a time. Default 1. */
    readonly timesPerRun?: number;
    /** Parts that are timed beside the whole, each in turn, to show which of them bounds it. */
    readonly parts?: readonly Part[];
    /** Results of the given inputs, by name, to compare with the peers'; those of the state before any `run`. */
    outputs?(): Promise<Readonly<Record<string, ArrayLike<number>>>>;
    /** Largest |result - float64 result| over a sample of results. */
    check?(): Promise<number>;
    release(): void;
}
/** How a peer's results are compared: |peer - skein| <= tolerance * (1 + |skein|), or not at all. */
export interface PeerWork {
    /** What the peers' scripts call the work. */
    readonly work: string;
    /** Further settings for the peers, beside the sizes. */
    readonly settings?: Readonly<Record<string, string | number | boolean>>;
    readonly tolerance: number;
}
export interface BenchCase {
    /** Such as `lstm_forward`. */
    readonly work: string;
    readonly sizes: Sizes;
    /** Floating point operations of the mathematical work. */
    readonly flops: number;
    /** Bytes that must move at the least. */
    readonly bytes: number;
    /** What one run gets through, for rates such as images/s. */
    readonly items?: {
        readonly count: number;
        readonly unit: string;
    };
    readonly peer?: PeerWork;
    /** Its peak of memory is measured too, in processes of their own. */
    readonly memory?: boolean;
    /** Why there is no `check`. */
    readonly unchecked?: string;
    /** Needs a device only where initial weights are drawn; they are the same on each. */
    inputs(device: Device): Inputs | Promise<Inputs>;
    prepare(device: Device, inputs: Inputs): Promise<Prepared> | Prepared;
}
/** Three shapes or more that differ in one size. */
export interface GrowthSeries {
    /** The size that differs. */
    readonly by: string;
    readonly shapes: readonly Sizes[];
}
export interface Family {
    readonly work: string;
    /** One line for `--list`. */
    readonly about: string;
    readonly shapes: readonly Sizes[];
    /** Measured beside each other, without peers. Default: none. */
    readonly growth?: GrowthSeries;
    /** A shape that takes milliseconds, for `--quick`. */
    readonly quick: Sizes;
    /** Which of the shapes a software WebGPU adapter measures too; it is slow. Default: all. */
    readonly software?: (sizes: Sizes) => boolean;
    /** Which of the shapes the native device is timed with one thread for, where that is asked for. Default: none. */
    readonly scaling?: (sizes: Sizes) => boolean;
    make(sizes: Sizes): BenchCase;
}
/** `H=128 B=32`. */
export declare function showSizes(sizes: Sizes): string;
/** Normal numbers from a stream of their own. */
export declare function normalTensor(shape: Shape, stream: number, deviation?: number): HostTensor;
/** Uniform numbers in [-bound, bound). */
export declare function uniformTensor(shape: Shape, stream: number, bound: number): HostTensor;
/** Indices for a spot check, spread over 0 to count - 1, the first and the last among them. */
export declare function sampleIndices(count: number, wanted: number): number[];
/** Inputs as tensors on a device, released together. */
export declare class Uploads<Names extends string = string> {
    #private;
    constructor(device: Device, inputs: Inputs);
    get(name: Names): Tensor;
    release(): void;
}
/** Work that is one kernel: its counts come from the declaration. */
export declare function kernelCounts<K extends AnyKernel>(kernel: K, params: Readonly<Record<string, number>>): {
    flops: number;
    bytes: number;
};
