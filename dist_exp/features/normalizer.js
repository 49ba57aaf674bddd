import { unusableRow } from "../clustering/centring.js";
import { checkMatrix } from "../clustering/check_matrix.js";
import { ArgumentError } from "../errors.js";
import { registerEstimator } from "../estimators/registry.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { abs, clamp, div, sqrt } from "../ops/index.js";
import { recordBinary } from "../ops/record.js";
import { mapBlocks } from "./blocks.js";
const norms = ["l2", "l1", "max"];
/** The smallest normal float32: rows of zeros are divided by it. */
const SMALLEST = 2 ** -126;
/** Divides each row of [N, D] by its norm; rows of zeros stay. There is nothing to fit. */
export class Normalizer {
    kind = "normalizer";
    #norm;
    /** @throws {ArgumentError} if the norm is unknown. */
    constructor({ norm = "l2" } = {}) {
        if (!norms.includes(norm)) {
            throw new ArgumentError(`Normalizer: norm ${String(norm)} is unknown: choose one of ${norms.join(", ")}`);
        }
        this.#norm = norm;
    }
    /** Checks x [N, D], and learns nothing. @throws {ShapeError} if x is not a matrix of float32. */
    async fit(x) {
        checkMatrix("Normalizer.fit", x);
        return this;
    }
    /**
     * The rows of x [N, D] divided by their norms. The caller releases it.
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x holds values that are not finite.
     */
    async transform(x) {
        const [, columns] = checkMatrix("Normalizer.transform", x);
        const reads = [];
        const y = mapBlocks(x, columns, (tape, part, target) => {
            const sizes = [1, 1, part.shape[0], columns];
            const [dense, repeated] = [[0, 0, columns, 1], [0, 0, 1, 0]];
            // By the largest first, so that no square leaves float32.
            const largest = reduceRows(tape, abs(tape, part), "max");
            const read = largest.data();
            read.catch(() => { });
            reads.push(read);
            const bound = clamp(tape, largest, { min: SMALLEST });
            if (this.#norm === "max") {
                recordBinary(tape, "div", part, bound, target, { sizes, a: dense, b: repeated });
                return;
            }
            const scaled = div(tape, part, bound.view([part.shape[0], 1]));
            const sum = this.#norm === "l1"
                ? reduceRows(tape, abs(tape, scaled), "sum")
                : sqrt(tape, reduceRows(tape, scaled, "sum_of_squares"));
            // At least 1, but for rows of zeros.
            const length = clamp(tape, sum, { min: 1 });
            recordBinary(tape, "div", scaled, length, target, { sizes, a: dense, b: repeated });
        });
        try {
            const all = await Promise.all(reads);
            if (!all.every((block) => block.every(Number.isFinite)))
                throw await unusableRow("Normalizer.transform", x);
        }
        catch (error) {
            y.release();
            throw error;
        }
        return y;
    }
    /** Its options, for a file. */
    state() {
        return { options: { norm: this.#norm }, arrays: {} };
    }
    /** @throws {SkeinError} where the state is not one of a Normalizer. */
    static restore(state) {
        return new Normalizer(state.options);
    }
}
function reduceRows(tape, x, op) {
    const [rows, columns] = x.shape;
    const y = tape.empty([rows]);
    tape.record(reduce, { x, y }, { ...denseView(rows, columns, 1), op: reduceOps[op], scale: 1 });
    return y;
}
registerEstimator({ kind: "normalizer", restore: Normalizer.restore });
//# sourceMappingURL=normalizer.js.map