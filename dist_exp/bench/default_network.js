import { ClustererNetwork } from "../models/image_clusterer/network.js";
import { currentName } from "../models/image_clusterer/version1.js";
import { Random } from "../random/philox.js";
import { conv2dAt, outputSize, sequence64 } from "./float64.js";
/** Rows and columns of the images. */
export const SIDE = 28;
/** Images that are checked against float64. */
export const CHECKED_IMAGES = 16;
/** That of Skein's batch norm, and PyTorch's. */
const EPSILON = 1e-5;
/** Random bytes: what images show does not matter to the time. */
export function makeImages(count) {
    const random = new Random(1, 0);
    const data = new Uint8Array(count * SIDE * SIDE);
    for (let i = 0; i < data.length; i++)
        data[i] = random.word() >>> 24;
    return { shape: [count, SIDE, SIDE, 1], data };
}
export function asImages({ shape, data }) {
    const [count, height, width, channels] = shape;
    return { count, height, width, channels, pixels: data };
}
/** The first images of more. */
export function firstImages(images, wanted) {
    const count = Math.min(wanted, images.count);
    const bytes = images.height * images.width * images.channels;
    return { ...images, count, pixels: images.pixels.subarray(0, count * bytes) };
}
/** Initial parameters by the names that the peers know, which are those of version 0.1, and the images. */
export async function networkInputs(device, config, images) {
    const network = new ClustererNetwork(config, { height: SIDE, width: SIDE, channels: 1 }).to(device);
    const state = await network.stateDict();
    network.release();
    const weights = [...state].map(([name, { shape, data }]) => {
        const short = name.replace(/^encoder\./, "").replace(/^recurrent\./, `${config.cell}.`);
        return [short, { shape, data: Float32Array.from(data) }];
    });
    return { images, ...Object.fromEntries(weights) };
}
export function stateOf(inputs) {
    const { images: _, ...weights } = inputs;
    return new Map(Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: data }]));
}
/** The parameters by the names of the network's modules. */
export function modelStateOf(inputs) {
    return new Map([...stateOf(inputs)].map(([name, tensor]) => [currentName(name), tensor]));
}
/** Multiplications and additions for one image on its way forward. */
export function imageFlops({ hidden, heads, clusters, stem, layers, bidirectional, }) {
    let [side, channels, flops] = [SIDE, 1, 0];
    for (const { channels: outputs, kernel, stride } of stem) {
        side = Math.floor((side + 2 * Math.floor(kernel / 2) - kernel) / stride) + 1;
        flops += 2 * side * side * outputs * kernel * kernel * channels;
        channels = outputs;
    }
    const directions = bidirectional ? 2 : 1;
    for (let layer = 0; layer < layers; layer++) {
        const width = layer === 0 ? side * channels : directions * hidden;
        flops += 2 * side * directions * 3 * hidden * (width + hidden);
    }
    return flops + 2 * directions * hidden * heads * clusters;
}
/**
 * Logits [B, heads * K] of a network with one recurrent layer over rows, as the default is. In training,
 * normalised by these very images, else by the running statistics.
 */
export function logits64({ stem, cell, hidden, bidirectional, heads, clusters }, state, images, training) {
    const get = (name) => state.get(name).data;
    const normalize = (x, name) => batchNorm64(x, get(`${name}.weight`), get(`${name}.bias`), training ? null : [get(`${name}.running_mean`), get(`${name}.running_var`)]);
    const { count } = images;
    let { height, width, channels } = images;
    let x = Float64Array.from(images.pixels, (value) => value / 255);
    stem.forEach(({ channels: outputs, kernel, stride }, i) => {
        const padding = Math.floor(kernel / 2);
        const window = { height, width, channels, outputs, kernel, stride, padding };
        [height, width] = outputSize(window);
        const [weight, bias] = [get(`stem.${i}.conv.weight`), get(`stem.${i}.conv.bias`)];
        const map = Float64Array.from({ length: count * height * width * outputs }, (_, index) => conv2dAt(x, weight, bias, window, index));
        x = normalize(map, `stem.${i}.norm`).map((value) => Math.max(0, value));
        channels = outputs;
    });
    const features = (bidirectional ? 2 : 1) * hidden;
    const states = new Float64Array(count * features);
    const shape = { steps: height, inputs: width * channels, hidden };
    for (let image = 0; image < count; image++) {
        const sequence = x.subarray(image * shape.steps * shape.inputs, (image + 1) * shape.steps * shape.inputs);
        for (const reversed of bidirectional ? [false, true] : [false]) {
            const weight = (name) => get(`${cell}.${name}_l0${reversed ? "_reverse" : ""}`);
            const weights = {
                ih: weight("weight_ih"),
                hh: weight("weight_hh"),
                biasIh: weight("bias_ih"),
                biasHh: weight("bias_hh"),
            };
            const { y } = sequence64(cell, weights, sequence, { ...shape, reversed });
            const last = reversed ? 0 : shape.steps - 1;
            states.set(y.subarray(last * hidden, (last + 1) * hidden), image * features + (reversed ? hidden : 0));
        }
    }
    const normal = normalize(states, "norm");
    const [weight, bias] = [get("heads.weight"), get("heads.bias")];
    const outputs = heads * clusters;
    return Float64Array.from({ length: count * outputs }, (_, index) => {
        const [image, output] = [Math.floor(index / outputs), index % outputs];
        let sum = bias[output];
        for (let i = 0; i < features; i++)
            sum += weight[output * features + i] * normal[image * features + i];
        return sum;
    });
}
/** The first head's probabilities [B, K] in inference. */
export function probabilities64(config, state, images) {
    const { heads, clusters } = config;
    const logits = logits64(config, state, images, false);
    const probabilities = new Float64Array(images.count * clusters);
    for (let image = 0; image < images.count; image++) {
        const exponentials = logits
            .subarray(image * heads * clusters, image * heads * clusters + clusters)
            .map(Math.exp);
        const total = exponentials.reduce((sum, value) => sum + value, 0);
        probabilities.set(exponentials.map((value) => value / total), image * clusters);
    }
    return probabilities;
}
/** x [rows, C] by its own mean and variance, or by given ones. */
function batchNorm64(x, gamma, beta, running) {
    const channels = gamma.length;
    const rows = x.length / channels;
    const y = new Float64Array(x.length);
    for (let channel = 0; channel < channels; channel++) {
        let [mean, variance] = running ? running.map((values) => values[channel]) : [0, 0];
        if (!running) {
            for (let i = channel; i < x.length; i += channels)
                mean += x[i] / rows;
            for (let i = channel; i < x.length; i += channels)
                variance += (x[i] - mean) ** 2 / rows;
        }
        const slope = gamma[channel] / Math.sqrt(variance + EPSILON);
        for (let i = channel; i < x.length; i += channels)
            y[i] = slope * (x[i] - mean) + beta[channel];
    }
    return y;
}
//# sourceMappingURL=default_network.js.map