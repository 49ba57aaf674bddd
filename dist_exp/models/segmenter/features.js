import { labMaps } from "./colours.js";
import { smooth } from "./smooth.js";
/** Deviations, in pixels, of the neighbourhood whose contrast counts, and of the contrast's own smoothing. */
const AROUND = 2;
const CONTRAST_SMOOTHING = 1.5;
/** The deviation of each standardized channel over an image. */
export const SPREAD = 0.25;
/** A channel that changes less is noise: two steps of L*a*b*. */
const LEAST_SPREAD = 0.02;
/** L*a*b*, of grey images L*, divided by 100, and the local standard deviation of L* in the same units. */
export async function pixelFeatures(maps, device) {
    const { count, height, width } = maps;
    const size = height * width;
    const lab = labMaps(maps);
    const colours = lab.length / (count * size);
    const contrast = await contrastMaps(lab, colours, count, height, width, device);
    const channels = colours + 1;
    const data = new Float32Array(count * channels * size);
    for (let n = 0; n < count; n++) {
        data.set(lab.subarray(n * colours * size, (n + 1) * colours * size), n * channels * size);
        data.set(contrast.subarray(n * size, (n + 1) * size), (n * channels + colours) * size);
    }
    return { channels, data };
}
/** Gives each channel of each image the mean 0 and the same standard deviation; in place. */
export function standardized({ channels, data }, size) {
    for (let map = 0; map < data.length / size; map++) {
        standardize(data.subarray(map * size, (map + 1) * size));
    }
    return { channels, data };
}
async function contrastMaps(lab, colours, count, height, width, device) {
    const size = height * width;
    const moments = new Float32Array(2 * count * size);
    for (let n = 0; n < count; n++) {
        for (let i = 0; i < size; i++) {
            const lightness = lab[n * colours * size + i];
            moments[n * size + i] = lightness;
            moments[(count + n) * size + i] = lightness * lightness;
        }
    }
    const means = await smooth(moments, height, width, AROUND, device);
    const deviations = Float32Array.from({ length: count * size }, (_, i) => Math.sqrt(Math.max(0, means[count * size + i] - means[i] ** 2)));
    return await smooth(deviations, height, width, CONTRAST_SMOOTHING, device);
}
function standardize(values) {
    let [sum, squares] = [0, 0];
    for (const value of values) {
        sum += value;
        squares += value * value;
    }
    const mean = sum / values.length;
    const spread = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    const scale = SPREAD / Math.max(LEAST_SPREAD, spread);
    for (const [i, value] of values.entries())
        values[i] = (value - mean) * scale;
}
//# sourceMappingURL=features.js.map