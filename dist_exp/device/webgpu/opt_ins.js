/** What a WebGPU device does only where it is asked to: faster, at another precision than float32. */
import { DeviceError } from "../../errors.js";
/** Dawn does not show float16 on NVIDIA's cards by itself. */
const FLOAT16_TOGGLE = "vulkan_enable_f16_on_nvidia";
const OPT_INS = {
    float16: {
        toggles: [FLOAT16_TOGGLE],
        features: ["shader-f16"],
        what: "float16 in shaders",
    },
    subgroupMatrix: {
        // Experimental features are unsafe to Dawn.
        toggles: [FLOAT16_TOGGLE, "allow_unsafe_apis"],
        features: ["shader-f16", "subgroups", "chromium-experimental-subgroup-matrix"],
        what: "subgroup matrices",
    },
};
/** Side of the matrices in shaders/gemm_subgroup_matrix.wgsl. */
const MATRIX_SIDE = 16;
/** The opt-ins that are asked for. */
export function optInNames(options) {
    return Object.keys(OPT_INS).filter((name) => options[name]);
}
/** Dawn's toggles to switch on. */
export function optInToggles(options) {
    return [...new Set(optInNames(options).flatMap((name) => OPT_INS[name].toggles))];
}
/** Features to ask of the device. */
export function optInFeatures(options) {
    return [...new Set(optInNames(options).flatMap((name) => OPT_INS[name].features))];
}
/** @throws {DeviceError} when the adapter, which calls itself `adapterName`, cannot do what is asked for. */
export function requireOptIns(options, adapter, adapterName) {
    for (const name of optInNames(options)) {
        const { features, what } = OPT_INS[name];
        const missing = features.filter((feature) => !adapter.features.has(feature));
        if (missing.length > 0) {
            throw new DeviceError(`adapter ${adapterName} has no ${what} (${missing.join(", ")}): ` +
                `update its driver, or open the device without ${name}`);
        }
    }
    if (options.subgroupMatrix)
        requireMatrices(adapter.info, adapterName);
}
function requireMatrices(info, adapterName) {
    const remedy = "open the device without subgroupMatrix";
    const { subgroupMinSize: least, subgroupMaxSize: most } = info;
    if (least !== most) {
        throw new DeviceError(`adapter ${adapterName} has subgroups of ${least} to ${most} invocations, where subgroupMatrix needs one size: ${remedy}`);
    }
    const { subgroupMatrixConfigs } = info;
    const offered = [...(subgroupMatrixConfigs ?? [])];
    const fits = ({ componentType, resultComponentType, M, N, K }) => componentType === "f16" && resultComponentType === "f32" && [M, N, K].every((n) => n === MATRIX_SIDE);
    if (offered.some(fits))
        return;
    const list = offered.map(({ componentType, resultComponentType, M, N, K }) => `${M} x ${N} x ${K} of ${componentType} into ${resultComponentType}`);
    throw new DeviceError(`adapter ${adapterName} does not multiply matrices ${MATRIX_SIDE} x ${MATRIX_SIDE} x ${MATRIX_SIDE} of f16 into f32 ` +
        `(it does ${list.join("; ") || "none"}): ${remedy}`);
}
/** @throws {DeviceError} when a device without opt-ins is asked for one. */
export function refuseOptIns(options, device) {
    const [name] = optInNames(options);
    if (name)
        throw new DeviceError(`${device}: open it without ${name}, or open webgpu with it`);
}
//# sourceMappingURL=opt_ins.js.map