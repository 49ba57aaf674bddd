/** Options of a WebGPU device. No type of WebGPU itself is named here: users of the package need not have them. */
export interface WebGpuOptIns {
    /**
     * Matrix products (`gemm`) round their operands to float16, 11 bits of up to 65,504; products and sums
     * stay float32, and so does everything in memory. Default false. It is meant for prediction: derivatives
     * below 6e-5 lose digits.
     */
    readonly float16?: boolean;
    /**
     * Matrix products run on the units of a GPU that multiply 16 x 16 matrices, with operands and sums as
     * for `float16`. Default false. It rests on an experiment of Dawn's that may change.
     */
    readonly subgroupMatrix?: boolean;
}
export interface WebGpuOptions extends WebGpuOptIns {
    /** Whether a software implementation of Vulkan will do. Default true. */
    readonly allowSoftware?: boolean;
}
