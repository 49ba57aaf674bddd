/** What a kernel does for given parameters on WebGPU, worked out once. */
import { bytesPerElement } from "../../kernels/kernel.js";
import { writeParams } from "../command.js";
import { mix } from "../hash.js";
import { Words } from "../words.js";
/** Words between two passes' parameters: WebGPU's default `minUniformBufferOffsetAlignment` is 256 bytes. */
export const SLOT_WORDS = 64;
/** Steps kept in all. Parameters that change with every training step make a plan each time. */
const MAX_STEPS = 16384;
export class PlanCache {
    #pipelines;
    #traits;
    /** Of two with the same hash, the later. */
    #plans = new Map();
    #steps = 0;
    constructor(pipelines, traits) {
        this.#pipelines = pipelines;
        this.#traits = traits;
    }
    /** The command's plan, whose parameters are then in `uniforms`, from slot `first` on. */
    plan(command, uniforms, first) {
        const { kernel, params } = command;
        const count = kernel.paramList.length;
        const at = first * SLOT_WORDS;
        uniforms.reserve(at + SLOT_WORDS);
        writeParams(kernel, params, uniforms, at);
        let hash = this.#pipelines.layout(kernel).id;
        for (let i = 0; i < count; i++)
            hash = mix(hash, uniforms.u32[at + i]);
        let plan = this.#plans.get(hash);
        if (plan?.kernel !== kernel || !sameWords(plan.words, uniforms.u32, at, count)) {
            plan = this.#make(command);
            this.#keep(hash, plan);
        }
        if (plan.slots > 1) {
            uniforms.reserve(at + plan.slots * SLOT_WORDS);
            for (let slot = 1; slot < plan.slots; slot++) {
                for (let i = 0; i < count; i++) {
                    uniforms.u32[at + slot * SLOT_WORDS + i] = plan.words[slot * count + i];
                }
            }
        }
        return plan;
    }
    clear() {
        this.#plans.clear();
        this.#steps = 0;
    }
    #keep(hash, plan) {
        if (this.#steps + plan.steps.length > MAX_STEPS)
            this.clear();
        this.#steps += plan.steps.length - (this.#plans.get(hash)?.steps.length ?? 0);
        this.#plans.set(hash, plan);
    }
    #make({ kernel, params }) {
        const own = [params];
        const steps = kernel.passes(params, this.#traits).map((pass) => {
            const [x, y = 1, z = 1] = pass.grid;
            if (pass.params)
                own.push({ ...params, ...pass.params });
            const slot = pass.params ? own.length - 1 : 0;
            return { pipeline: this.#pipelines.pipeline(kernel, pass), x, y, z, slot };
        });
        const count = kernel.paramList.length;
        const words = new Words(own.length * count);
        own.forEach((values, slot) => {
            writeParams(kernel, values, words, slot * count);
        });
        return {
            kernel,
            layout: this.#pipelines.layout(kernel),
            steps,
            sizes: kernel.bindingList.map(([, { size, dtype }]) => bindingBytes(size(params) * bytesPerElement[dtype])),
            words: words.u32,
            slots: own.length,
        };
    }
}
/** Rounded up so that shaders may view a binding as vec4s; buffers are padded to 256 bytes. */
function bindingBytes(bytes) {
    return Math.max(16, Math.ceil(bytes / 16) * 16);
}
function sameWords(words, others, at, count) {
    for (let i = 0; i < count; i++)
        if (words[i] !== others[at + i])
            return false;
    return true;
}
//# sourceMappingURL=plans.js.map