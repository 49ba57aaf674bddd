import { rowBlocks } from "../../clustering/row_blocks.js";
import { ShapeError } from "../../errors.js";
import { recordCopy } from "../../ops/record.js";
import { BLOCK_ELEMENTS } from "../blocks.js";
/** @throws {ShapeError} if no patch fits into the images. */
export function gridOf(caller, images, size, stride) {
    const [, height, width, channels] = images;
    if (Math.min(height, width) < size) {
        throw new ShapeError(`${caller}: images are ${height} x ${width}, patches ${size} x ${size}: give larger images or a smaller patchSize`);
    }
    const along = (extent) => Math.floor((extent - size) / stride) + 1;
    return {
        ...{ size, stride, height, width, channels },
        ...{ down: along(height), across: along(width), values: size * size * channels },
    };
}
/** The patches of a section of x [B, H, W, C], image by image, line by line: [images * lines * across, values]. */
export function unfold(tape, x, grid, section) {
    const { size, stride, height, width, channels, across, values } = grid;
    const { image, images, line, lines } = section;
    const y = tape.empty([images * lines * across, values]);
    const [row, run] = [width * channels, size * channels];
    for (let below = 0; below < size; below++) {
        recordCopy(tape, x, y, {
            sizes: [images, lines, across, run],
            x: [height * row, stride * row, stride * channels, 1],
            y: [lines * across * values, across * values, values, 1],
            xOffset: (image * height + line * stride + below) * row,
            yOffset: below * run,
        });
    }
    return y;
}
/** `count` patches of x [N, H, W, C] at random places, [count, values]; image by image. */
export async function randomPatches(x, { size, height, width, channels, values }, count, random) {
    const images = x.shape[0];
    const places = Array.from({ length: count }, () => ({
        image: random.integer(images),
        top: random.integer(height - size + 1),
        left: random.integer(width - size + 1),
    })).sort((a, b) => a.image - b.image);
    const patches = new Float32Array(count * values);
    const [row, run, pixels] = [width * channels, size * channels, height * width * channels];
    let next = 0;
    for (const { first, count: own, part } of rowBlocks(x.view([images, pixels]), BLOCK_ELEMENTS / pixels)) {
        const block = await part.data();
        for (; next < count && places[next].image < first + own; next++) {
            const { image, top, left } = places[next];
            for (let line = 0; line < size; line++) {
                const from = (image - first) * pixels + (top + line) * row + left * channels;
                patches.set(block.subarray(from, from + run), next * values + line * run);
            }
        }
    }
    return patches;
}
//# sourceMappingURL=patches.js.map