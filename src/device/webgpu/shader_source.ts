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
import { wgslHeader } from "../../kernels/wgsl_header.js";

/** The text of a file below `shaders/`, by its path: "gemm.wgsl", "lib/philox.wgsl". */
export type ReadShader = (path: string) => string;

const IMPORT = /^#import\s+([a-z0-9_]+)\s*$/gm;
const FLOATS = /^#floats vec4f\s*$/m;
const ENABLE = /^enable\s[^;]*;$/gm;

/**
 * The whole text of a kernel's shader, from the files that `read` gives.
 * @param shader path of the file below `shaders/`, without extension.
 */
export function assembleShader(kernel: AnyKernel, shader: string, read: ReadShader): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = read(path);
    for (const [, imported] of text.matchAll(IMPORT)) visit(`lib/${imported}.wgsl`);
    parts.push(text.replace(IMPORT, ""));
  };
  visit(`${shader}.wgsl`);
  const text = parts.join("\n");
  const header = wgslHeader(kernel, FLOATS.test(text) ? "vec4f" : "f32");
  return [...new Set(text.match(ENABLE)), header, text.replace(ENABLE, "").replace(FLOATS, "")].join("\n");
}
