/** "native CPU, AMD EPYC 9B14, avx512, 2 threads", "WebGPU, NVIDIA H200". */
export function describeDevice({ kind, name, isGpu, details }) {
    if (kind === "webgpu")
        return `WebGPU, ${name}${isGpu ? "" : " (software)"}`;
    const { simd, threads } = details;
    return `${kind === "shadow" ? "shadow" : "native CPU"}, ${name}, ${simd}, ${threads} thread${threads === 1 ? "" : "s"}`;
}
//# sourceMappingURL=describe.js.map