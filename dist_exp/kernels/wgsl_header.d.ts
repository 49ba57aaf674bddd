/** The WGSL declarations of a kernel's parameters and bindings, generated from its declaration. */
import type { AnyKernel } from "./kernel.js";
/** How a shader sees float32 bindings: as scalars, or four to an element. */
export type FloatElement = "f32" | "vec4f";
/**
 * Text of `struct Params`, of the uniform `params` and of the storage bindings.
 * @param float element type of bindings of `f32`.
 */
export declare function wgslHeader({ paramList, bindingList }: AnyKernel, float: FloatElement): string;
