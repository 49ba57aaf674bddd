import { type AnyKernel } from "./kernel.js";
/** All kernels by name, in alphabetical order. */
export declare function loadKernels(): Promise<ReadonlyMap<string, AnyKernel>>;
