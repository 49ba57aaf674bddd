/** Masks as run lengths, as COCO's files hold them. */
import { ShapeError } from "../errors.js";
/**
 * The run lengths of a mask, column by column, zeros first, in the text form of COCO's `pycocotools.mask.encode`: each
 * length less that before the last one, in groups of five bits, the lowest first (Lin et al., COCO API, maskApi.c).
 *
 * @param mask [height, width]; what is not 0 belongs to the mask
 * @throws {ShapeError} if the mask has another number of values than height times width.
 */
export function runLengths(mask, height, width) {
    if (mask.length !== height * width) {
        throw new ShapeError(`runLengths: ${mask.length} values, a mask of ${height} x ${width} has ${height * width}`);
    }
    const lengths = [];
    let [inside, run] = [false, 0];
    for (let x = 0; x < width; x++) {
        for (let y = 0; y < height; y++) {
            if ((mask[y * width + x] !== 0) !== inside) {
                lengths.push(run);
                [inside, run] = [!inside, 0];
            }
            run++;
        }
    }
    lengths.push(run);
    const text = lengths.map((length, i) => digitsOf(i > 2 ? length - lengths[i - 2] : length));
    return { size: [height, width], counts: text.join("") };
}
/** A whole number of either sign as characters from "0" on; bit 5 says that more follow, bit 4 of the last is the sign. */
function digitsOf(value) {
    let [rest, text] = [value, ""];
    for (;;) {
        const bits = rest & 0x1f;
        rest >>= 5;
        const last = bits & 0x10 ? rest === -1 : rest === 0;
        text += String.fromCharCode((last ? bits : bits | 0x20) + 48);
        if (last)
            return text;
    }
}
//# sourceMappingURL=run_lengths.js.map