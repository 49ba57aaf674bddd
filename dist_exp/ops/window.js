/** Windows on images: sizes for height and width, and what becomes of an image's extent. */
import { ArgumentError, ShapeError } from "../errors.js";
/** Height and width of `value`. @throws {ArgumentError} unless they are whole numbers of at least `low`. */
export function extentsOf(op, name, value, low) {
    const pair = Array.isArray(value) ? value : [value, value];
    if (pair.length !== 2 || !pair.every((each) => Number.isInteger(each) && each >= low)) {
        const shown = Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
        throw new ArgumentError(`${op}: ${name} is ${shown}: give a whole number from ${low} up, or two, [height, width]`);
    }
    return pair;
}
/**
 * The windows that fit into an extent of pixels; in ceil mode also one that begins inside and ends outside.
 * @throws {ShapeError} when none fits.
 */
export function windowCount(op, extent, axis, ceilMode = false) {
    const { kernel, stride, dilation } = axis;
    const [before, after] = axis.padding;
    const rest = extent + before + after - (dilation * (kernel - 1) + 1);
    if (rest < 0) {
        const spread = dilation > 1 ? ` with dilation ${dilation}` : "";
        const padding = before === after ? before : `${before} and ${after}`;
        throw new ShapeError(`${op}: a kernel of ${kernel}${spread} does not fit into ${extent} pixels with padding ${padding}: use a smaller one`);
    }
    if (!ceilMode)
        return Math.floor(rest / stride) + 1;
    const count = Math.ceil(rest / stride) + 1;
    // A window that would begin in the padding behind the image holds nothing.
    return (count - 1) * stride >= extent + before ? count - 1 : count;
}
//# sourceMappingURL=window.js.map