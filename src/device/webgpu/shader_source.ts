/**
 * WGSL as it is written. A line `#import name` pulls in `lib/name.wgsl`, once per shader, imports of imports first.
 * Directives `enable` go to the top, where WGSL wants them. Nothing else is generated.
 */

/** The text of a file below `shaders/`, by its path: "gemm.wgsl", "lib/philox.wgsl". */
export type ReadShader = (path: string) => string;

const IMPORT = /^#import\s+([a-z0-9_]+)\s*$/gm;
const ENABLE = /^enable\s[^;]*;$/gm;

/** The whole text of the shader NAME, from the files that `read` gives. */
export function assembleShader(name: string, read: ReadShader): string {
  const seen = new Set<string>();
  const parts: string[] = [];
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = read(path);
    for (const [, imported] of text.matchAll(IMPORT)) visit(`lib/${imported}.wgsl`);
    parts.push(text.replace(IMPORT, ""));
  };
  visit(`${name}.wgsl`);
  const text = parts.join("\n");
  return [...new Set(text.match(ENABLE)), text.replace(ENABLE, "")].join("\n");
}
