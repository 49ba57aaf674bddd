import { Linear, Module } from "../../nn/index.js";
import { add, crossEntropy, matmul, mul, pow, relu, reshape, scale, shift, square, sum, } from "../../ops/index.js";
const HIDDEN = 128;
const OUTPUTS = 64;
/** Keeps the direction of a row of zeros finite. */
const TINY = 1e-12;
/** Features to points on a sphere, where views are compared. Only training needs it. */
export class Projection extends Module {
    hidden;
    output;
    constructor(features) {
        super();
        this.hidden = new Linear(features, HIDDEN);
        this.output = new Linear(HIDDEN, OUTPUTS);
    }
    /** Features [B, F] to rows of length 1, [B, 64]. */
    forward(tape, features) {
        return unitRows(tape, this.output.forward(tape, relu(tape, this.hidden.forward(tape, features))));
    }
}
function unitRows(tape, x) {
    const squares = shift(tape, sum(tape, square(tape, x), 1), TINY);
    return mul(tape, x, reshape(tape, pow(tape, squares, -0.5), [x.shape[0], 1]));
}
/**
 * How badly the views of an image find one another among those of the batch, [1]: with s = a b^T / temperature, the
 * mean of the cross entropies of the rows and of the columns of s, where the right answer is the diagonal.
 * @param a rows of length 1, [B, D]: one view of each image.
 * @param b the other view of the same images.
 */
export function contrast(tape, a, b, temperature) {
    const count = a.shape[0];
    const own = tape.constant(Uint32Array.from({ length: count }, (_, i) => i), [count], "u32");
    const oneWay = (from, to) => {
        const similarities = scale(tape, matmul(tape, from, to, { transposeB: true }), 1 / temperature);
        return crossEntropy(tape, similarities, own, { reduction: "mean" });
    };
    return scale(tape, add(tape, oneWay(a, b), oneWay(b, a)), 0.5);
}
//# sourceMappingURL=contrastive.js.map