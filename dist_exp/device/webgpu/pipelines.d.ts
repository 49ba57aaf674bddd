/** Shader modules, layouts and pipelines, each made once. */
import type { AnyKernel, ParamTypes, ParamValues, Pass } from "../../kernels/kernel.js";
import { type ReadShader } from "./shader_source.js";
/** What all pipelines of a kernel share. */
export interface KernelLayout {
    /** A small number of its own, for hashes. */
    readonly id: number;
    readonly group: GPUBindGroupLayout;
    readonly pipeline: GPUPipelineLayout;
    /** Size of the uniform struct, as WGSL rounds it. */
    readonly uniformBytes: number;
}
export declare class PipelineCache {
    #private;
    constructor(device: GPUDevice, readShader: ReadShader);
    pipeline(kernel: AnyKernel, pass: Pass<ParamValues<ParamTypes>>): GPUComputePipeline;
    layout(kernel: AnyKernel): KernelLayout;
    clear(): void;
}
