/**
 * Text of `struct Params`, of the uniform `params` and of the storage bindings.
 * @param float element type of bindings of `f32`.
 */
export function wgslHeader({ paramList, bindingList }, float) {
    const element = { f32: float, i32: "i32", u32: "u32", u8: "u32" };
    const fields = paramList.map(([name, type]) => `  ${name}: ${type},`);
    const bindings = bindingList.map(([name, { access, dtype }], i) => {
        const mode = access === "read" ? "read" : "read_write";
        return `@group(0) @binding(${i + 1}) var<storage, ${mode}> ${name}: array<${element[dtype]}>;`;
    });
    return `struct Params {
${fields.join("\n")}
}

@group(0) @binding(0) var<uniform> params: Params;
${bindings.join("\n")}
`;
}
//# sourceMappingURL=wgsl_header.js.map