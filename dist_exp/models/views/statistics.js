/** What pictures look like as a set, without their classes: a few numbers that tell kinds of pictures apart. */
import { evenly } from "../../data/image_set.js";
/** Pictures looked at, at even distances. */
const SAMPLE = 1000;
/** Pixels of the ground are this near to the border's colour, of 255. */
const NEAR = 24;
/** Of an object's pixels, those that differ most from the ground: how strong its strokes are. */
const STRONGEST = 0.2;
/** Looks at up to 1,000 pictures, at even distances; the same pictures give the same numbers. */
export function pictureStatistics(images) {
    const { height, width, channels, pixels } = images;
    const size = height * width * channels;
    const chosen = evenly(images.count, Math.min(images.count, SAMPLE));
    const border = borderPixels(height, width);
    const strengths = [];
    const sums = new Float64Array(size);
    let [corners, ground, colour, coloured, squares] = [0, 0, 0, 0, 0];
    for (const index of chosen) {
        const picture = pixels.subarray(index * size, (index + 1) * size);
        const middle = Array.from({ length: channels }, (_, c) => median(border.map((at) => picture[at * channels + c])));
        const distances = new Uint8Array(height * width);
        const levels = new Uint32Array(256);
        for (let at = 0; at < distances.length; at++) {
            let [far, low, high] = [0, 255, 0];
            for (let c = 0; c < channels; c++) {
                const value = picture[at * channels + c];
                far = Math.max(far, Math.abs(value - middle[c]));
                [low, high] = [Math.min(low, value), Math.max(high, value)];
                sums[at * channels + c] += value;
                squares += value * value;
            }
            distances[at] = far;
            levels[far]++;
            if (far <= NEAR)
                continue;
            colour += (high - low) / 255;
            coloured++;
        }
        corners += cornersOf(height, width).filter((at) => distances[at] <= NEAR).length / 4;
        const object = atLeast(levels, NEAR + 1);
        ground += 1 - object / distances.length;
        if (object === 0)
            continue;
        strengths.push(meanOfLargest(levels, object - Math.floor((1 - STRONGEST) * object)));
    }
    const count = chosen.length;
    const mean = sums.reduce((sum, value) => sum + value, 0) / (count * size);
    const all = squares / (count * size) - mean ** 2;
    // Means over few pictures differ from place to place by chance.
    const chance = all / count;
    const places = sums.reduce((sum, value) => sum + (value / count - mean) ** 2, 0) / size - chance;
    return {
        evenCorners: corners / count,
        ground: ground / count,
        colour: colour / Math.max(1, coloured),
        strength: variation(strengths),
        layout: all > 0 ? Math.max(0, places / all) : 0,
    };
}
/** Pixels whose level is `low` or more. */
function atLeast(levels, low) {
    return levels.subarray(low).reduce((sum, count) => sum + count, 0);
}
/** The mean level of the `count` pixels with the highest ones, 1 or more. */
function meanOfLargest(levels, count) {
    let [sum, left] = [0, count];
    for (let level = 255; left > 0; level--) {
        const taken = Math.min(left, levels[level]);
        sum += taken * level;
        left -= taken;
    }
    return sum / count;
}
const cornersOf = (height, width) => [0, width - 1, (height - 1) * width, height * width - 1];
/** Places of the outermost pixels. */
function borderPixels(height, width) {
    return Array.from({ length: height * width }, (_, at) => at).filter((at) => {
        const [y, x] = [Math.floor(at / width), at % width];
        return y === 0 || x === 0 || y === height - 1 || x === width - 1;
    });
}
function median(values) {
    return values.sort((a, b) => a - b)[values.length >> 1];
}
/** Standard deviation over mean; 0 of none. */
function variation(values) {
    if (values.length === 0)
        return 0;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return mean > 0 ? Math.sqrt(variance) / mean : 0;
}
//# sourceMappingURL=statistics.js.map