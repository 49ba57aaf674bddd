/**
 * Skein's public interface in a browser: devices, tensors, the tape, ops, modules, optimizers, training and `KMeans`.
 * `gradCheck`, a tool for authors of ops, is in Node's alone.
 * Nothing here needs Node. `openDevice` takes an adapter and the text of the shaders; TypeScript finds the adapter's type
 * in the package @webgpu/types.
 *
 * @module skein/web
 */
import "./device/web/dispose.js";

export { type GradientSlot, Tape, type TapeOptions, type TrainingMode, withTape } from "./autograd/index.js";
export { KMeans, type KMeansFitOptions, type KMeansOptions } from "./clustering/kmeans/kmeans.js";
export { Device, type DeviceInfo, type DeviceMemory } from "./device/index.js";
export { openDevice, type ShaderTexts } from "./device/web/open.js";
export * from "./errors.js";
export * from "./nn/index.js";
export * as ops from "./ops/index.js";
export * from "./optim/index.js";
export { Random } from "./random/philox.js";
export { type DTypeOf, empty, type HostArrays, type Shape, Tensor, tensor, zeros } from "./tensor/index.js";
export * from "./train/index.js";
