/**
 * What a kernel is: a name, flat scalar parameters, and bindings whose sizes
 * follow from the parameters. Everything else is derived from the declaration:
 * argument checks, the C++ struct, the WebGPU bind group layout, inputs for tests,
 * and the benchmark's flop and byte counts.
 *
 * A kernel named `x` is declared here under src/kernels, written in
 * `shaders/x.wgsl` and `native/kernels/x.cc`, specified by the float64 loop in
 * `test/reference/x.ts`, and tried on the cases of src/kernels/cases.
 *
 * Letters: B batch, T steps, I input, H hidden, C channels, K clusters, N rows.
 */
import { ArgumentError } from "../errors.js";
import { normal } from "./sample.js";
export const u32 = "u32";
export const i32 = "i32";
export const f32 = "f32";
/** Bytes of one element. */
export const bytesPerElement = { f32: 4, i32: 4, u32: 4, u8: 1 };
function fillIn(declaration) {
    const { dtype = "f32", sample = normal(), indices = null } = declaration;
    const common = { dtype, sample, indices };
    if ("read" in declaration)
        return { access: "read", size: declaration.read, ...common };
    if ("write" in declaration)
        return { access: "write", size: declaration.write, ...common };
    if ("readWrite" in declaration)
        return { access: "readWrite", size: declaration.readWrite, ...common };
    return { access: "scratch", size: declaration.scratch, ...common };
}
/** WebGPU guarantees eight storage buffers in a compute stage. */
const MAX_STORAGE_BINDINGS = 8;
const registry = new Map();
/** Declares a kernel. Declaring one name twice is an error. */
export function kernel(definition) {
    const { name } = definition;
    if (!/^[a-z][a-z0-9_]*$/.test(name))
        throw new ArgumentError(`kernel ${name}: use snake_case for its name`);
    if (registry.has(name))
        throw new ArgumentError(`kernel ${name} is declared twice`);
    const bindingList = Object.entries(definition.bindings).map(([key, b]) => [key, fillIn(b)]);
    const indexed = bindingList.filter(([, { indices }]) => indices !== null);
    for (const [key, { access, dtype }] of indexed) {
        if (access !== "read" || dtype !== "u32") {
            throw new ArgumentError(`kernel ${name}: ${key} holds indices: declare it as read, of u32`);
        }
    }
    const declared = {
        ...definition,
        paramList: Object.entries(definition.params),
        bindingList,
        givenBindings: bindingList.filter(([, { access }]) => access !== "scratch"),
        hasIndices: indexed.length > 0,
    };
    if (declared.bindingList.length > MAX_STORAGE_BINDINGS) {
        throw new ArgumentError(`kernel ${name} has ${declared.bindingList.length} bindings, WebGPU guarantees ${MAX_STORAGE_BINDINGS}`);
    }
    registry.set(name, declared);
    return declared;
}
/** The kernels declared by the modules loaded so far, by name. */
export function declaredKernels() {
    return registry;
}
/** Workgroups needed for `count` items at `perGroup` each. */
export function groups(count, perGroup) {
    return Math.max(1, Math.ceil(count / perGroup));
}
/** The most workgroups that WebGPU takes in one dimension. */
const MAX_GRID = 65535;
/**
 * A grid of at least `count` workgroups for kernels with a linear index: x alone
 * while it fits, else x by y. The shader's index is
 * `workgroup_id.y * num_workgroups.x + workgroup_id.x`, and it must ignore the excess.
 */
export function linearGrid(count) {
    const y = Math.max(1, Math.ceil(count / MAX_GRID));
    return [Math.max(1, Math.ceil(count / y)), y];
}
//# sourceMappingURL=kernel.js.map