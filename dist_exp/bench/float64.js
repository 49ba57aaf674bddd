/** Plain float64 versions of what the benchmark measures, for spot checks. */
import { cellSteps } from "../kernels/reference/cell_steps.js";
import { gatesOf } from "../ops/index.js";
/** One gate row's product: sum of w[row, :] v[from : from + n]. */
function dot(w, row, v, from, n) {
    let sum = 0;
    for (let i = 0; i < n; i++)
        sum += w[row * n + i] * v[from + i];
    return sum;
}
/** One sequence x [T, I] through one direction of a recurrent layer, from zero states. */
export function sequence64(cell, weights, x, { steps, inputs, hidden, reversed }) {
    const { forward, backward } = cellSteps[cell];
    const gates = gatesOf[cell];
    const y = new Float64Array(steps * hidden);
    const cells = new Float64Array(steps * hidden);
    const activated = Array.from({ length: steps * hidden }, () => []);
    const candidates = new Float64Array(steps * hidden);
    const zero = new Float64Array(hidden);
    const order = Array.from({ length: steps }, (_, i) => (reversed ? steps - 1 - i : i));
    const formerOf = (at) => at === 0 ? zero : y.subarray(order[at - 1] * hidden).subarray(0, hidden);
    const formerCell = (at, j) => (at === 0 ? 0 : cells[order[at - 1] * hidden + j]);
    order.forEach((t, at) => {
        const former = formerOf(at);
        for (let j = 0; j < hidden; j++) {
            const a = (g) => weights.biasIh[g * hidden + j] + dot(weights.ih, g * hidden + j, x, t * inputs, inputs);
            const u = (g) => weights.biasHh[g * hidden + j] + dot(weights.hh, g * hidden + j, former, 0, hidden);
            const place = t * hidden + j;
            const before = { h: former[j], c: formerCell(at, j) };
            const state = forward(a, u, before, activated[place]);
            y[place] = state.h;
            cells[place] = state.c;
            if (cell === "gru")
                candidates[place] = u(2);
        }
    });
    return {
        y,
        backward(dy) {
            const dx = new Float64Array(steps * inputs);
            const gradients = {
                ih: new Float64Array(gates * hidden * inputs),
                hh: new Float64Array(gates * hidden * hidden),
            };
            let dh = new Float64Array(hidden);
            const dc = new Float64Array(hidden);
            for (let at = steps - 1; at >= 0; at--) {
                const t = order[at];
                const former = formerOf(at);
                const next = new Float64Array(hidden);
                for (let j = 0; j < hidden; j++) {
                    const place = t * hidden + j;
                    const d = { h: dy[place] + dh[j], c: dc[j] };
                    const before = { h: former[j], c: formerCell(at, j) };
                    const step = backward(activated[place], before, d, candidates[place]);
                    next[j] = next[j] + step.h;
                    dc[j] = step.c;
                    for (let g = 0; g < gates; g++) {
                        const row = g * hidden + j;
                        for (let i = 0; i < inputs; i++) {
                            dx[t * inputs + i] += step.a[g] * weights.ih[row * inputs + i];
                            gradients.ih[row * inputs + i] += step.a[g] * x[t * inputs + i];
                        }
                        for (let i = 0; i < hidden; i++) {
                            next[i] += step.u[g] * weights.hh[row * hidden + i];
                            gradients.hh[row * hidden + i] += step.u[g] * former[i];
                        }
                    }
                }
                dh = next;
            }
            return { dx, gradients };
        },
    };
}
/** Rows and columns of a convolution's output. */
export function outputSize({ height, width, kernel, stride, padding }) {
    const extent = (size) => Math.floor((size + 2 * padding - kernel) / stride) + 1;
    return [extent(height), extent(width)];
}
/** One value of conv2d's output [B, OH, OW, O], channels last, weight [O, KH, KW, C / groups]. */
export function conv2dAt(x, weight, bias, c, index) {
    const [outH, outW] = outputSize(c);
    const o = index % c.outputs;
    const column = Math.floor(index / c.outputs) % outW;
    const row = Math.floor(index / c.outputs / outW) % outH;
    const image = Math.floor(index / c.outputs / outW / outH);
    const { groups = 1 } = c;
    const inputs = c.channels / groups;
    const first = Math.floor(o / (c.outputs / groups)) * inputs;
    let sum = bias[o];
    for (let kh = 0; kh < c.kernel; kh++) {
        const h = row * c.stride + kh - c.padding;
        for (let kw = 0; kw < c.kernel; kw++) {
            const w = column * c.stride + kw - c.padding;
            if (h < 0 || h >= c.height || w < 0 || w >= c.width)
                continue;
            for (let i = 0; i < inputs; i++) {
                sum +=
                    x[((image * c.height + h) * c.width + w) * c.channels + first + i] *
                        weight[((o * c.kernel + kh) * c.kernel + kw) * inputs + i];
            }
        }
    }
    return sum;
}
/** One value of the derivative by conv2d's weight [O, KH, KW, C]. */
export function conv2dWeightAt(x, dy, batch, c, index) {
    const [outH, outW] = outputSize(c);
    const i = index % c.channels;
    const kw = Math.floor(index / c.channels) % c.kernel;
    const kh = Math.floor(index / c.channels / c.kernel) % c.kernel;
    const o = Math.floor(index / c.channels / c.kernel / c.kernel);
    let sum = 0;
    for (let image = 0; image < batch; image++) {
        for (let row = 0; row < outH; row++) {
            const h = row * c.stride + kh - c.padding;
            if (h < 0 || h >= c.height)
                continue;
            for (let column = 0; column < outW; column++) {
                const w = column * c.stride + kw - c.padding;
                if (w < 0 || w >= c.width)
                    continue;
                sum +=
                    x[((image * c.height + h) * c.width + w) * c.channels + i] *
                        dy[((image * outH + row) * outW + column) * c.outputs + o];
            }
        }
    }
    return sum;
}
/** One value of the derivative by conv2d's input [B, H, W, C]. */
export function conv2dInputAt(dy, weight, c, index) {
    const [outH, outW] = outputSize(c);
    const i = index % c.channels;
    const w = Math.floor(index / c.channels) % c.width;
    const h = Math.floor(index / c.channels / c.width) % c.height;
    const image = Math.floor(index / c.channels / c.width / c.height);
    let sum = 0;
    for (let kh = 0; kh < c.kernel; kh++) {
        const row = (h + c.padding - kh) / c.stride;
        if (!Number.isInteger(row) || row < 0 || row >= outH)
            continue;
        for (let kw = 0; kw < c.kernel; kw++) {
            const column = (w + c.padding - kw) / c.stride;
            if (!Number.isInteger(column) || column < 0 || column >= outW)
                continue;
            for (let o = 0; o < c.outputs; o++) {
                sum +=
                    dy[((image * outH + row) * outW + column) * c.outputs + o] *
                        weight[((o * c.kernel + kh) * c.kernel + kw) * c.channels + i];
            }
        }
    }
    return sum;
}
/** Largest |got[index] - want(index)| over some indices. */
export function maxErrorAt(got, indices, want) {
    return indices.reduce((worst, index) => Math.max(worst, Math.abs(got[index] - want(index))), 0);
}
/** Largest |got - want| over all values. */
export function maxError(got, want) {
    let worst = 0;
    for (let i = 0; i < want.length; i++)
        worst = Math.max(worst, Math.abs(got[i] - want[i]));
    return worst;
}
//# sourceMappingURL=float64.js.map