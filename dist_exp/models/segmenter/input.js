/** Images as a segmenter takes them: of any sizes, with or without alpha. */
import { DataError } from "../../errors.js";
import { checkPixels } from "../images.js";
const OPAQUE = 255;
const WHITE = 255;
/**
 * Checks images of one size and puts those with alpha on white.
 * @param images of 1 (grey), 2 (grey, alpha), 3 (colour) or 4 channels (colour, alpha).
 * @throws {DataError} for another number of channels, no pixels, or pixels that do not fit the size.
 */
export function segmenterInput(caller, images) {
    const { count, height, width, channels } = images;
    const positive = [height, width].every((extent) => Number.isInteger(extent) && extent >= 1);
    if (!positive || !(Number.isInteger(count) && count >= 0)) {
        throw new DataError(`${caller}: ${count} images of ${height} x ${width}: give whole numbers, and sides from 1 up`);
    }
    if (![1, 2, 3, 4].includes(channels)) {
        throw new DataError(`${caller}: ${channels} channels: give 1 (grey) or 3 (colour), or one more with alpha`);
    }
    const checked = checkPixels(images);
    const flat = channels % 2 === 0 ? flatten(checked) : { images: checked, alpha: null };
    return { ...flat, transparent: transparentOnes(flat.alpha, count), oneColour: oneColoured(flat.images) };
}
/** Colours over white, and the alpha channel. */
function flatten(images) {
    const { count, height, width, channels, pixels } = images;
    const total = count * height * width;
    const colours = channels - 1;
    const [flat, alpha] = [new Uint8Array(total * colours), new Uint8Array(total)];
    for (let i = 0; i < total; i++) {
        const a = pixels[i * channels + colours];
        alpha[i] = a;
        for (let c = 0; c < colours; c++) {
            flat[i * colours + c] = Math.round((pixels[i * channels + c] * a + WHITE * (OPAQUE - a)) / OPAQUE);
        }
    }
    return { images: { ...images, channels: colours, pixels: flat }, alpha };
}
function transparentOnes(alpha, count) {
    if (!alpha)
        return [];
    const size = alpha.length / count;
    return rows(count).filter((n) => alpha.subarray(n * size, (n + 1) * size).some((a) => a < OPAQUE));
}
function oneColoured({ count, height, width, channels, pixels }) {
    const size = height * width * channels;
    return rows(count).filter((n) => {
        for (let i = n * size + channels; i < (n + 1) * size; i++) {
            if (pixels[i] !== pixels[i - channels])
                return false;
        }
        return true;
    });
}
const rows = (count) => Array.from({ length: count }, (_, n) => n);
//# sourceMappingURL=input.js.map