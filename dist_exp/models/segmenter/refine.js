/**
 * Fits a mask to the colours of both its parts and to the edges of its image, as GrabCut does (C. Rother, V. Kolmogorov and
 * A. Blake, "GrabCut: interactive foreground extraction using iterated graph cuts", 2004), with histograms in place of
 * mixtures and mean-field updates in place of graph cuts (P. Krähenbühl and V. Koltun, "Efficient inference in fully
 * connected CRFs with Gaussian edge potentials", 2011).
 */
/** Bins of the histogram along each channel. */
const BINS = 16;
/** Pixels that each bin is given beside its own. */
const SPREAD = 0.02;
const UPDATES = 10;
/** A share around a pixel is never so near to 0 or 1. */
const LEAST_SHARE = 0.02;
/**
 * @param colours [C, H, W], C from 1 to 3.
 * @param mask [H, W], 1 foreground, 0 background.
 * @param shares [H, W], the share of the foreground around each pixel.
 * @returns the probability of the foreground, [H, W].
 */
export function refine(colours, mask, shares, width, { rounds, smoothness }) {
    const bins = binsOf(colours, mask.length);
    const edges = edgesOf(colours, mask.length, width);
    let probability = Float32Array.from(mask);
    for (let round = 0; round < rounds; round++) {
        const evidence = evidenceOf(bins, probability);
        for (let i = 0; i < mask.length; i++) {
            const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, shares[i]));
            evidence[i] += Math.log(share / (1 - share));
        }
        probability = meanField(evidence, edges, width, smoothness);
    }
    return probability;
}
/** The bin of each pixel; bins divide the range of each channel in the image evenly. */
function binsOf(colours, size) {
    const bins = new Int32Array(size);
    for (let c = 0; c < colours.length / size; c++) {
        const map = colours.subarray(c * size, (c + 1) * size);
        let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        for (const value of map)
            [low, high] = [Math.min(low, value), Math.max(high, value)];
        const scale = high > low ? BINS / (high - low) : 0;
        for (let i = 0; i < size; i++) {
            bins[i] = bins[i] * BINS + Math.min(BINS - 1, Math.floor((map[i] - low) * scale));
        }
    }
    return bins;
}
/** The logarithm of how much more probable each pixel's colour is in the foreground than in the background. */
function evidenceOf(bins, probability) {
    const [inside, outside] = [new Float64Array(BINS ** 3), new Float64Array(BINS ** 3)];
    let [foreground, background] = [0, 0];
    for (const [i, bin] of bins.entries()) {
        const p = probability[i];
        inside[bin] += p;
        outside[bin] += 1 - p;
        foreground += p;
        background += 1 - p;
    }
    const [a, b] = [inside, outside].map((counts) => blurred(counts));
    return Float32Array.from(bins, (bin) => Math.log(((a[bin] + SPREAD) * (background + 1)) / ((b[bin] + SPREAD) * (foreground + 1))));
}
/** Each bin's count, a half of it spread over the bins beside it along each axis. */
function blurred(counts) {
    let current = counts;
    for (const step of [1, BINS, BINS * BINS]) {
        const next = new Float64Array(current.length);
        for (let i = 0; i < current.length; i++) {
            const value = current[i];
            if (value === 0)
                continue;
            const place = Math.floor(i / step) % BINS;
            next[i] += value / 2;
            next[place > 0 ? i - step : i] += value / 4;
            next[place < BINS - 1 ? i + step : i] += value / 4;
        }
        current = next;
    }
    return current;
}
/** How alike neighbours are, 0 to 1, for the pixels to the right, below left, below and below right, [4, H, W]; 0 where there is none. */
function edgesOf(colours, size, width) {
    const channels = colours.length / size;
    const distances = new Float32Array(4 * size).fill(Number.POSITIVE_INFINITY);
    let [sum, count] = [0, 0];
    for (const [kind, [down, right]] of NEIGHBOURS.entries()) {
        for (let i = 0; i < size; i++) {
            const x = (i % width) + right;
            const j = i + down * width + right;
            if (x < 0 || x >= width || j >= size)
                continue;
            let distance = 0;
            for (let c = 0; c < channels; c++)
                distance += (colours[c * size + i] - colours[c * size + j]) ** 2;
            distances[kind * size + i] = distance;
            sum += distance;
            count++;
        }
    }
    const scale = sum > 0 ? count / (2 * sum) : 0;
    return distances.map((distance, at) => {
        if (distance === Number.POSITIVE_INFINITY)
            return 0;
        const [down, right] = NEIGHBOURS[Math.floor(at / size)];
        return Math.exp(-distance * scale) / Math.hypot(down, right);
    });
}
const NEIGHBOURS = [
    [0, 1],
    [1, -1],
    [1, 0],
    [1, 1],
];
/** The probability of the foreground where neighbours that look alike want to be alike. */
function meanField(evidence, edges, width, smoothness) {
    const size = evidence.length;
    let field = Float32Array.from(evidence, (value) => Math.tanh(value / 2));
    for (let update = 0; update < UPDATES; update++) {
        const pull = Float32Array.from(evidence);
        for (const [kind, [down, right]] of NEIGHBOURS.entries()) {
            const step = down * width + right;
            for (let i = 0; i + step < size; i++) {
                const weight = smoothness * edges[kind * size + i];
                pull[i] += weight * field[i + step];
                pull[i + step] += weight * field[i];
            }
        }
        field = pull.map((value) => Math.tanh(value / 2));
    }
    return field.map((value) => (1 + value) / 2);
}
//# sourceMappingURL=refine.js.map