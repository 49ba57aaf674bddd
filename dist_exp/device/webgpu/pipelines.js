import { assembleShader } from "./shader_source.js";
export class PipelineCache {
    #device;
    #readShader;
    #modules = new Map();
    #layouts = new Map();
    /** A kernel has a few, so that looking through them is quicker than making a key. */
    #variants = new Map();
    constructor(device, readShader) {
        this.#device = device;
        this.#readShader = readShader;
    }
    pipeline(kernel, pass) {
        const { entry, shader = kernel.name, constants = {} } = pass;
        const variants = this.#variants.get(kernel) ?? [];
        this.#variants.set(kernel, variants);
        const found = variants.find((variant) => variant.entry === entry && variant.shader === shader && sameConstants(variant.constants, constants));
        if (found)
            return found.pipeline;
        const pipeline = this.#device.createComputePipeline({
            label: `${kernel.name}/${shader}/${entry}/${JSON.stringify(constants)}`,
            layout: this.layout(kernel).pipeline,
            compute: { module: this.#module(kernel, shader), entryPoint: entry, constants },
        });
        variants.push({ shader, entry, constants, pipeline });
        return pipeline;
    }
    layout(kernel) {
        const existing = this.#layouts.get(kernel);
        if (existing)
            return existing;
        const uniform = { type: "uniform", hasDynamicOffset: true };
        const storage = kernel.bindingList.map(([, { access }]) => ({
            type: access === "read" ? "read-only-storage" : "storage",
        }));
        const group = this.#device.createBindGroupLayout({
            label: kernel.name,
            entries: [uniform, ...storage].map((buffer, binding) => ({
                binding,
                visibility: GPUShaderStage.COMPUTE,
                buffer,
            })),
        });
        const layout = {
            id: this.#layouts.size,
            group,
            pipeline: this.#device.createPipelineLayout({ bindGroupLayouts: [group] }),
            uniformBytes: Math.max(16, Math.ceil((kernel.paramList.length * 4) / 16) * 16),
        };
        this.#layouts.set(kernel, layout);
        return layout;
    }
    clear() {
        this.#variants.clear();
        this.#modules.clear();
        this.#layouts.clear();
    }
    #module(kernel, shader) {
        const label = `${kernel.name}/${shader}`;
        let module = this.#modules.get(label);
        if (!module) {
            module = this.#device.createShaderModule({
                label,
                code: assembleShader(kernel, shader, this.#readShader),
            });
            this.#modules.set(label, module);
        }
        return module;
    }
}
function sameConstants(a, b) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
//# sourceMappingURL=pipelines.js.map