import { Random } from "../random/philox.js";
import { sizeOf, tensor } from "../tensor/index.js";
/** `H=128 B=32`. */
export function showSizes(sizes) {
    return Object.entries(sizes)
        .map(([name, value]) => `${name}=${value}`)
        .join(" ");
}
/** Normal numbers from a stream of their own. */
export function normalTensor(shape, stream, deviation = 1) {
    const random = new Random(SEED, stream);
    const data = new Float32Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++)
        data[i] = deviation * random.normal();
    return { shape, data };
}
/** Uniform numbers in [-bound, bound). */
export function uniformTensor(shape, stream, bound) {
    const random = new Random(SEED, stream);
    const data = new Float32Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++)
        data[i] = bound * (2 * random.uniform() - 1);
    return { shape, data };
}
/** Seed of all inputs. */
const SEED = 20261121;
/** Indices for a spot check, spread over 0 to count - 1, the first and the last among them. */
export function sampleIndices(count, wanted) {
    if (count <= wanted)
        return Array.from({ length: count }, (_, i) => i);
    return Array.from({ length: wanted }, (_, i) => Math.floor((i * (count - 1)) / (wanted - 1)));
}
/** Inputs as tensors on a device, released together. */
export class Uploads {
    #tensors;
    constructor(device, inputs) {
        this.#tensors = Object.fromEntries(Object.entries(inputs).map(([name, { shape, data }]) => [name, tensor(device, data, shape)]));
    }
    get(name) {
        return this.#tensors[name];
    }
    release() {
        for (const each of Object.values(this.#tensors))
            each.release();
    }
}
/** Work that is one kernel: its counts come from the declaration. */
export function kernelCounts(kernel, params) {
    return { flops: kernel.flops(params), bytes: kernel.bytes(params) };
}
//# sourceMappingURL=case.js.map