import { wgslHeader } from "../../kernels/wgsl_header.js";
const IMPORT = /^#import\s+([a-z0-9_]+)\s*$/gm;
const FLOATS = /^#floats vec4f\s*$/m;
const ENABLE = /^enable\s[^;]*;$/gm;
/**
 * The whole text of a kernel's shader, from the files that `read` gives.
 * @param shader path of the file below `shaders/`, without extension.
 */
export function assembleShader(kernel, shader, read) {
    const seen = new Set();
    const parts = [];
    const visit = (path) => {
        if (seen.has(path))
            return;
        seen.add(path);
        const text = read(path);
        for (const [, imported] of text.matchAll(IMPORT))
            visit(`lib/${imported}.wgsl`);
        parts.push(text.replace(IMPORT, ""));
    };
    visit(`${shader}.wgsl`);
    const text = parts.join("\n");
    const header = wgslHeader(kernel, FLOATS.test(text) ? "vec4f" : "f32");
    return [...new Set(text.match(ENABLE)), header, text.replace(ENABLE, "").replace(FLOATS, "")].join("\n");
}
//# sourceMappingURL=shader_source.js.map