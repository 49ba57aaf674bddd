import { conv2dAt, conv2dInputAt, outputSize, sequence64 } from "./float64.js";
const fill = (length, at) => Float64Array.from({ length }, (_, i) => at(i));
/** Normalised over the values with one `groupOf`, then scaled and shifted by channel. */
function normalize64(x, weight, groups, groupOf) {
    const [gamma, beta] = [weight("weight"), weight("bias")];
    const [mean, variance] = [new Float64Array(groups), new Float64Array(groups)];
    const share = groups / x.length;
    x.forEach((value, i) => {
        mean[groupOf(i)] += value * share;
    });
    x.forEach((value, i) => {
        variance[groupOf(i)] += (value - mean[groupOf(i)]) ** 2 * share;
    });
    return x.map((value, i) => {
        const group = groupOf(i);
        const normal = (value - mean[group]) / Math.sqrt(variance[group] + 1e-5);
        return normal * gamma[i % gamma.length] + beta[i % gamma.length];
    });
}
export function layerNorm64(x, weight, channels) {
    return normalize64(x, weight, x.length / channels, (i) => Math.floor(i / channels));
}
export function groupNorm64(x, weight, channels, groups) {
    return normalize64(x, weight, groups, (i) => Math.floor((i % channels) / (channels / groups)));
}
export function conv2d64(x, weight, c) {
    const [height, width] = outputSize(c);
    const [filters, bias] = [weight("weight"), weight("bias")];
    return fill(height * width * c.outputs, (i) => conv2dAt(x, filters, bias, c, i));
}
/** @param c of the convolution that this is the transpose of: its output is x. */
export function convTranspose2d64(x, weight, c) {
    const [filters, bias] = [weight("weight"), weight("bias")];
    return fill(c.height * c.width * c.channels, (i) => conv2dInputAt(x, filters, c, i) + bias[i % c.channels]);
}
/** `reduce` gets the pixels of each window that lie inside the image. */
export function pool64(x, c, reduce) {
    const { height, width, channels, kernel, stride, padding } = c;
    const [rows, columns] = outputSize({ ...c, outputs: channels });
    return fill(rows * columns * channels, (i) => {
        const [position, channel] = [Math.floor(i / channels), i % channels];
        const top = Math.floor(position / columns) * stride - padding;
        const left = (position % columns) * stride - padding;
        const window = [];
        for (let h = Math.max(0, top); h < Math.min(height, top + kernel); h++) {
            for (let w = Math.max(0, left); w < Math.min(width, left + kernel); w++) {
                window.push(x[(h * width + w) * channels + channel]);
            }
        }
        return reduce(window);
    });
}
/** Bilinear, with the outer corners of the corner pixels at the same place. */
export function upsample64(x, { height, width, channels }, factor) {
    const place = (out, extent) => {
        const at = Math.max(0, (out + 0.5) / factor - 0.5);
        const low = Math.floor(at);
        return { low, high: Math.min(low + 1, extent - 1), share: at - low };
    };
    const columns = width * factor;
    return fill(height * factor * columns * channels, (i) => {
        const [position, channel] = [Math.floor(i / channels), i % channels];
        const down = place(Math.floor(position / columns), height);
        const across = place(position % columns, width);
        const pixel = (h, w) => x[(h * width + w) * channels + channel];
        const row = (h) => (1 - across.share) * pixel(h, across.low) + across.share * pixel(h, across.high);
        return (1 - down.share) * row(down.low) + down.share * row(down.high);
    });
}
export function gelu64(x) {
    return x.map((value) => (value / 2) * (1 + erf(value / Math.SQRT2)));
}
/** 2 / sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n + 1) / (2n + 1)!!, whose terms have one sign. */
function erf(x) {
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
        term *= (2 * x * x) / (2 * n + 1);
        sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
/** y = x weight^T + bias, row by row. */
export function linear64(x, weight, bias) {
    const outputs = bias.length;
    const inputs = weight.length / outputs;
    return fill((x.length / inputs) * outputs, (i) => {
        const [row, output] = [Math.floor(i / outputs), i % outputs];
        let sum = bias[output];
        for (let j = 0; j < inputs; j++)
            sum += x[row * inputs + j] * weight[output * inputs + j];
        return sum;
    });
}
export function attention64(x, weight, width, heads) {
    const [steps, depth] = [x.length / width, width / heads];
    const qkv = linear64(x, weight("in_proj_weight"), weight("in_proj_bias"));
    /** Of step t: 0 query, 1 key, 2 value. */
    const at = (t, part, channel) => qkv[(3 * t + part) * width + channel];
    const attended = new Float64Array(x.length);
    for (let head = 0; head < heads; head++) {
        const [from, to] = [head * depth, (head + 1) * depth];
        for (let t = 0; t < steps; t++) {
            const weights = fill(steps, (s) => {
                let product = 0;
                for (let i = from; i < to; i++)
                    product += at(t, 0, i) * at(s, 1, i);
                return Math.exp(product / Math.sqrt(depth));
            });
            const total = weights.reduce((sum, value) => sum + value, 0);
            for (let i = from; i < to; i++) {
                let sum = 0;
                for (let s = 0; s < steps; s++)
                    sum += (weights[s] / total) * at(s, 2, i);
                attended[t * width + i] = sum;
            }
        }
    }
    return linear64(attended, weight("out_proj.weight"), weight("out_proj.bias"));
}
/** One recurrent layer over x [T, I]: [T, D * H], forward beside backward where it has both. */
export function recurrent64(cell, x, weight, { steps, hidden, bidirectional }) {
    const directions = (bidirectional ? ["", "_reverse"] : [""]).map((suffix) => {
        const [ih, hh] = [weight(`weight_ih_l0${suffix}`), weight(`weight_hh_l0${suffix}`)];
        const [biasIh, biasHh] = [weight(`bias_ih_l0${suffix}`), weight(`bias_hh_l0${suffix}`)];
        const shape = { steps, inputs: x.length / steps, hidden, reversed: suffix !== "" };
        return sequence64(cell, { ih, hh, biasIh, biasHh }, x, shape).y;
    });
    const width = directions.length * hidden;
    return fill(steps * width, (i) => {
        const [step, unit] = [Math.floor(i / width), i % width];
        return directions[Math.floor(unit / hidden)][step * hidden + (unit % hidden)];
    });
}
/** A ReNet layer with GRUs: patches [rows, columns, patch^2 * C] swept down each column, then along each row. */
export function reNet64(x, weight, { height, width, channels, patch, hidden, }) {
    const [rows, columns, line] = [height / patch, width / patch, patch * channels];
    const sweep = (name, sequence, steps) => recurrent64("gru", sequence, (part) => weight(`${name}.${part}`), { steps, hidden, bidirectional: true });
    const swept = Array.from({ length: columns }, (_, column) => {
        const down = fill(height * line, (i) => {
            const [row, within] = [Math.floor(i / line), i % line];
            return x[row * width * channels + column * line + within];
        });
        return sweep("vertical", down, rows);
    });
    const y = new Float64Array(rows * columns * 2 * hidden);
    for (let row = 0; row < rows; row++) {
        const parts = swept.map((column) => [...column.subarray(row * 2 * hidden, (row + 1) * 2 * hidden)]);
        y.set(sweep("horizontal", Float64Array.from(parts.flat()), columns), row * columns * 2 * hidden);
    }
    return y;
}
//# sourceMappingURL=layers64.js.map