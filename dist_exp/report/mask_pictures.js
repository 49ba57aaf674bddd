const WHITE = 255;
/** The share of a region's colour over the image. */
const TINT = 0.45;
/** The foreground's colour: rare in photographs. */
const FOREGROUND = [255, 0, 160];
/** The colour of a label in the masks of Pascal VOC: the bits of its number in turn are the highest bits of red, green, blue. */
export function labelColour(label) {
    const colour = [0, 0, 0];
    for (let bit = 0; bit < 8; bit++) {
        for (let c = 0; c < 3; c++)
            colour[c] |= ((label >> (3 * bit + c)) & 1) << (7 - bit);
    }
    return colour;
}
/** Of two regions a grey picture, 0 and 255; of more the number of each pixel's region, with a palette. */
export function maskPicture({ height, width, mask, regions, }) {
    if (regions === 2)
        return { height, width, channels: 1, pixels: mask.map((region) => region * WHITE) };
    const palette = Uint8Array.from({ length: 3 * regions }, (_, i) => labelColour(Math.floor(i / 3))[i % 3]);
    return { height, width, channels: 1, pixels: mask, palette };
}
/** The image with each region in its colour, and its edge; the background of two regions stays as it is. */
export function overlayPicture(image) {
    const { height, width, channels, pixels, mask, regions } = image;
    const shown = new Uint8Array(height * width * 3);
    for (let i = 0; i < mask.length; i++) {
        const region = mask[i];
        const colour = regions === 2 ? FOREGROUND : labelColour(region + 1);
        const plain = regions === 2 && region === 0;
        const share = plain ? 0 : isEdge(image, i) ? 1 : TINT;
        for (let c = 0; c < 3; c++) {
            const value = pixels[i * channels + (channels === 1 ? 0 : c)];
            shown[i * 3 + c] = Math.round((1 - share) * value + share * colour[c]);
        }
    }
    return { height, width, channels: 3, pixels: shown };
}
/** Whether a pixel to the right, below, left or above is of another region. */
function isEdge({ mask, height, width }, i) {
    const x = i % width;
    return ((x > 0 && mask[i - 1] !== mask[i]) ||
        (x < width - 1 && mask[i + 1] !== mask[i]) ||
        (i >= width && mask[i - width] !== mask[i]) ||
        (i < (height - 1) * width && mask[i + width] !== mask[i]));
}
/**
 * The foreground in the middle of a square as large as the longer side of its box, all else transparent: so that it is not
 * distorted and nothing of it lost where a model wants squares.
 */
export function cutOutPicture({ width, channels, pixels, mask }, [left, top, w, h]) {
    const side = Math.max(w, h);
    const out = channels + 1;
    const square = new Uint8Array(side * side * out);
    const [x0, y0] = [Math.floor((side - w) / 2), Math.floor((side - h) / 2)];
    for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
            const from = (top + y) * width + left + x;
            if (mask[from] !== 1)
                continue;
            const to = ((y0 + y) * side + x0 + x) * out;
            for (let c = 0; c < channels; c++)
                square[to + c] = pixels[from * channels + c];
            square[to + channels] = WHITE;
        }
    }
    return { height: side, width: side, channels: out, pixels: square };
}
//# sourceMappingURL=mask_pictures.js.map