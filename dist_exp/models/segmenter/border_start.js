import { smooth } from "./smooth.js";
/** Share of the side that belongs to the border. */
const BORDER = 0.05;
const SMOOTHING = 2;
/** Added to the border's variances: one colour need not be met exactly. */
const LEAST_VARIANCE = 1e-4;
const BINS = 256;
/**
 * Masks [N, H, W] of the pixels that are far from the border's mean, in its own deviations. Otsu's threshold of the
 * logarithms of the distances parts near from far.
 */
export async function borderStart({ channels, data }, height, width, device) {
    const size = height * width;
    const count = data.length / (channels * size);
    const means = await smooth(data, height, width, SMOOTHING, device);
    const border = borderPixels(height, width);
    const masks = new Float32Array(count * size);
    for (let n = 0; n < count; n++) {
        const distances = new Float32Array(size);
        for (let c = 0; c < channels; c++) {
            const map = means.subarray((n * channels + c) * size, (n * channels + c + 1) * size);
            const mean = border.reduce((sum, i) => sum + map[i], 0) / border.length;
            const variance = border.reduce((sum, i) => sum + (map[i] - mean) ** 2, 0) / border.length;
            for (let i = 0; i < size; i++)
                distances[i] += (map[i] - mean) ** 2 / (variance + LEAST_VARIANCE);
        }
        const logarithms = distances.map((distance) => Math.log1p(distance));
        const threshold = otsu(logarithms);
        for (let i = 0; i < size; i++)
            masks[n * size + i] = Number(logarithms[i] > threshold);
    }
    return masks;
}
function borderPixels(height, width) {
    const reach = Math.max(1, Math.round(BORDER * Math.min(height, width)));
    const pixels = [];
    for (let y = 0, i = 0; y < height; y++) {
        for (let x = 0; x < width; x++, i++) {
            if (Math.min(y, x, height - 1 - y, width - 1 - x) < reach)
                pixels.push(i);
        }
    }
    return pixels;
}
/** The threshold that divides values into two groups with the most variance between them (Otsu 1979). */
function otsu(values) {
    const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const step = (high - low) / BINS || 1;
    const [counts, sums] = [new Float64Array(BINS), new Float64Array(BINS)];
    for (const value of values) {
        const bin = Math.min(BINS - 1, Math.floor((value - low) / step));
        counts[bin] += 1;
        sums[bin] += value;
    }
    const total = sums.reduce((sum, value) => sum + value, 0);
    let [best, threshold, below, sumBelow] = [-1, low, 0, 0];
    for (let bin = 0; bin < BINS - 1; bin++) {
        below += counts[bin];
        sumBelow += sums[bin];
        const above = values.length - below;
        if (below === 0 || above === 0)
            continue;
        const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
        if (between > best)
            [best, threshold] = [between, low + (bin + 1) * step];
    }
    return threshold;
}
//# sourceMappingURL=border_start.js.map