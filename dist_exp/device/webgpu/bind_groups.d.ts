import type { KernelLayout } from "./pipelines.js";
/** Device memory: what the WebGPU backend hands out as a handle. */
export declare class WebGpuBuffer {
    readonly gpu: GPUBuffer;
    /** A small number of its own, for hashes. */
    readonly id: number;
    /** The bind groups that it is part of, which go when it goes. */
    readonly groups: Set<Bound>;
    constructor(gpu: GPUBuffer);
}
/** The storage bindings of a command, by binding: reused from one command to the next. */
export interface Bindings {
    readonly buffers: WebGpuBuffer[];
    readonly offsets: number[];
    sizes: readonly number[];
}
/** A bind group and what it was made of. */
interface Bound {
    readonly group: GPUBindGroup;
    readonly hash: number;
    readonly layout: KernelLayout;
    readonly uniforms: WebGpuBuffer;
    readonly buffers: readonly WebGpuBuffer[];
    readonly offsets: readonly number[];
    readonly sizes: readonly number[];
}
export declare class BindGroupCache {
    #private;
    constructor(device: GPUDevice);
    /** The group of a kernel's uniform (bound with a dynamic offset) and storage bindings. */
    group(layout: KernelLayout, uniforms: WebGpuBuffer, bindings: Bindings): GPUBindGroup;
    /** To be called before the buffer is destroyed. */
    forgetBuffer(buffer: WebGpuBuffer): void;
    clear(): void;
}
export {};
