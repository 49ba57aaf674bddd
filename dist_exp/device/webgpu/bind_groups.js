/** Buffers on the GPU and the bind groups made of them. */
import { mix } from "../hash.js";
/** Bind groups kept; pooled buffers recur, so a training step finds all of its own again. */
const MAX_BIND_GROUPS = 4096;
let buffers = 0;
/** Device memory: what the WebGPU backend hands out as a handle. */
export class WebGpuBuffer {
    gpu;
    /** A small number of its own, for hashes. */
    id = buffers++;
    /** The bind groups that it is part of, which go when it goes. */
    groups = new Set();
    constructor(gpu) {
        this.gpu = gpu;
    }
}
export class BindGroupCache {
    #device;
    /** Of two with the same hash, the later. */
    #groups = new Map();
    constructor(device) {
        this.#device = device;
    }
    /** The group of a kernel's uniform (bound with a dynamic offset) and storage bindings. */
    group(layout, uniforms, bindings) {
        const { buffers, offsets, sizes } = bindings;
        let hash = mix(layout.id, uniforms.id);
        for (let i = 0; i < sizes.length; i++) {
            hash = mix(mix(mix(hash, buffers[i].id), offsets[i]), sizes[i]);
        }
        const found = this.#groups.get(hash);
        if (found && found.layout === layout && found.uniforms === uniforms && same(found, bindings)) {
            return found.group;
        }
        if (found)
            this.#forget(found);
        if (this.#groups.size >= MAX_BIND_GROUPS)
            this.clear();
        return this.#make(hash, layout, uniforms, bindings);
    }
    /** To be called before the buffer is destroyed. */
    forgetBuffer(buffer) {
        for (const bound of buffer.groups)
            this.#forget(bound);
    }
    clear() {
        for (const bound of this.#groups.values())
            this.#forget(bound);
    }
    #make(hash, layout, uniforms, given) {
        const count = given.sizes.length;
        const [buffers, offsets] = [given.buffers.slice(0, count), given.offsets.slice(0, count)];
        const storage = buffers.map(({ gpu }, i) => ({
            buffer: gpu,
            offset: offsets[i],
            size: given.sizes[i],
        }));
        const uniform = { buffer: uniforms.gpu, offset: 0, size: layout.uniformBytes };
        const group = this.#device.createBindGroup({
            layout: layout.group,
            entries: [uniform, ...storage].map((resource, binding) => ({ binding, resource })),
        });
        const bound = { group, hash, layout, uniforms, buffers, offsets, sizes: given.sizes };
        this.#groups.set(hash, bound);
        for (const buffer of [uniforms, ...buffers])
            buffer.groups.add(bound);
        return group;
    }
    #forget(bound) {
        this.#groups.delete(bound.hash);
        for (const buffer of [bound.uniforms, ...bound.buffers])
            buffer.groups.delete(bound);
    }
}
function same(bound, { buffers, offsets, sizes }) {
    if (bound.sizes.length !== sizes.length)
        return false;
    for (let i = 0; i < sizes.length; i++) {
        if (bound.buffers[i] !== buffers[i] || bound.offsets[i] !== offsets[i] || bound.sizes[i] !== sizes[i]) {
            return false;
        }
    }
    return true;
}
//# sourceMappingURL=bind_groups.js.map