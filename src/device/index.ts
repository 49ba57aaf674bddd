export type { Backend, DeviceInfo, DeviceKind, ProfileEntry } from "./backend.js";
export { alignBinding, BINDING_ALIGNMENT, type BufferSlice, DeviceBuffer } from "./buffer.js";
export { type DeviceChoice, deviceChoices } from "./choice.js";
export { type BindingSlices, Device, type DeviceMemory } from "./device.js";
export { DryDevice } from "./dry.js";
export { forgetLeak, watchLeak } from "./leaks.js";
export type { Recording } from "./recording.js";
export type { WebGpuOptIns } from "./webgpu/options.js";
