/** Which part of an image is its foreground. */
/**
 * The part, 0 or 1, that holds the smaller share of the pixels at the image's border; 1 where both hold as many. Objects lie
 * within an image, and what surrounds them goes on beyond it.
 * @param mask [H, W], 0 or 1.
 */
export function foregroundIs(mask, height, width) {
    const atBorder = [0, 0];
    for (let y = 0, i = 0; y < height; y++) {
        for (let x = 0; x < width; x++, i++) {
            if (y > 0 && x > 0 && y < height - 1 && x < width - 1)
                continue;
            atBorder[mask[i] === 1 ? 1 : 0] += 1;
        }
    }
    return atBorder[1] > atBorder[0] ? 0 : 1;
}
//# sourceMappingURL=foreground.js.map