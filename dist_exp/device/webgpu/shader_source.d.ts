/**
 * The whole text of a shader: the declarations that follow from the kernel (`wgslHeader`), the files it imports, and
 * the file itself. Directives of a file, each on a line of its own:
 *
 * - `#import name` pulls in `lib/name.wgsl`, once per shader, imports of imports first.
 * - `#floats vec4f` binds float32 tensors as `array<vec4f>`; without it they are `array<f32>`.
 *
 * WGSL's own directives `enable` go to the top, where WGSL wants them.
 */
import type { AnyKernel } from "../../kernels/kernel.js";
/** The text of a file below `shaders/`, by its path: "gemm.wgsl", "lib/philox.wgsl". */
export type ReadShader = (path: string) => string;
/**
 * The whole text of a kernel's shader, from the files that `read` gives.
 * @param shader path of the file below `shaders/`, without extension.
 */
export declare function assembleShader(kernel: AnyKernel, shader: string, read: ReadShader): string;
