/** What a kernel does for given parameters on WebGPU, worked out once. */
import { type AdapterTraits, type AnyKernel } from "../../kernels/kernel.js";
import { type Dispatch } from "../command.js";
import { Words } from "../words.js";
import type { KernelLayout, PipelineCache } from "./pipelines.js";
/** Words between two passes' parameters: WebGPU's default `minUniformBufferOffsetAlignment` is 256 bytes. */
export declare const SLOT_WORDS = 64;
/** A dispatch of a plan. */
export interface Step {
    readonly pipeline: GPUComputePipeline;
    readonly x: number;
    readonly y: number;
    readonly z: number;
    /** Which of the plan's slots holds its parameters. */
    readonly slot: number;
}
export interface Plan {
    readonly kernel: AnyKernel;
    readonly layout: KernelLayout;
    readonly steps: readonly Step[];
    /** Bytes of each binding, scratch included. */
    readonly sizes: readonly number[];
    /** Parameters, slot after slot without gaps: the command's own first, then those of passes that differ. */
    readonly words: Uint32Array;
    readonly slots: number;
}
export declare class PlanCache {
    #private;
    constructor(pipelines: PipelineCache, traits: AdapterTraits);
    /** The command's plan, whose parameters are then in `uniforms`, from slot `first` on. */
    plan(command: Dispatch, uniforms: Words, first: number): Plan;
    clear(): void;
}
