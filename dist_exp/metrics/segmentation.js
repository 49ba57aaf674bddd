/** How well the regions of images agree with true ones. */
import { ArgumentError, ShapeError } from "../errors.js";
import { linearSumAssignment } from "./assignment.js";
import { boundaryF1 } from "./boundary.js";
import { checkClasses, checkLabels, UNMAPPED } from "./labels.js";
const MAX_CLASSES = 2 ** 16;
/**
 * Compares predicted with true classes of pixels. Images of different sizes are given as lists of sets.
 *
 * With `match` each predicted region is taken for one class, so that most pixels over all images are right (linear
 * assignment); a region that is left over counts as wrong.
 * @throws {ShapeError} if the sets differ in number or size, or hold no pixel.
 * @throws {ArgumentError} if a class is no whole number from 0 to 65,535, or the tolerance is negative.
 */
export function segmentationScores(truth, predicted, { match = false, tolerance } = {}) {
    check(truth, predicted, tolerance);
    const rows = largest(truth) + 1;
    const columns = largest(predicted) + 1;
    const counts = new Float64Array(rows * columns);
    for (const [set, { masks }] of truth.entries())
        addCounts(counts, columns, masks, predicted[set].masks);
    const mapping = match ? matched(counts, rows, columns) : null;
    const named = (label) => (mapping ? mapping.get(label) : label);
    const classes = mapping ? rows : Math.max(rows, columns);
    const all = new Overlap(classes);
    all.add(counts, rows, columns, named);
    const ofImages = [];
    const boundaries = [];
    for (const [set, { count, height, width, masks }] of truth.entries()) {
        for (let n = 0; n < count; n++) {
            const range = [n * height * width, (n + 1) * height * width];
            const [a, b] = [slice(masks, range), slice(predicted[set].masks, range)];
            const own = new Float64Array(rows * columns);
            addCounts(own, columns, a, b);
            const overlap = new Overlap(classes);
            overlap.add(own, rows, columns, named);
            ofImages.push(overlap.iou());
            const allowed = tolerance ?? 0.0075 * Math.hypot(height, width);
            const mapped = mapping ? Int32Array.from(b, named) : b;
            boundaries.push(Float64Array.from({ length: classes }, (_, k) => boundaryF1({ height, width, truth: a, predicted: mapped, label: k, tolerance: allowed })));
        }
    }
    const [iou, dice, boundary] = [all.iou(), all.dice(), columnMeans(boundaries, classes)];
    const iouOfImages = new Float64Array(ofImages.length * classes);
    for (const [n, row] of ofImages.entries())
        iouOfImages.set(row, n * classes);
    return {
        ...{ classes, pixelAccuracy: all.accuracy(), iou, meanIou: mean(iou), dice, meanDice: mean(dice) },
        ...{ iouOfImages, imageIou: columnMeans(ofImages, classes) },
        ...{ boundaryF1: boundary, meanBoundaryF1: mean(boundary), mapping },
    };
}
/** Pixels of each class in truth, in prediction and in both. */
class Overlap {
    #true;
    #predicted;
    #both;
    #pixels = 0;
    constructor(classes) {
        this.#true = new Float64Array(classes);
        this.#predicted = new Float64Array(classes);
        this.#both = new Float64Array(classes);
    }
    /** Adds counts [rows, columns] of pixels by true class and predicted region. */
    add(counts, rows, columns, named) {
        for (let row = 0; row < rows; row++) {
            for (let column = 0; column < columns; column++) {
                const pixels = counts[row * columns + column];
                const name = named(column);
                this.#pixels += pixels;
                this.#true[row] += pixels;
                if (name !== UNMAPPED)
                    this.#predicted[name] += pixels;
                if (name === row)
                    this.#both[row] += pixels;
            }
        }
    }
    accuracy() {
        return this.#both.reduce((sum, pixels) => sum + pixels, 0) / this.#pixels;
    }
    iou() {
        return this.#both.map((both, k) => both / (this.#true[k] + this.#predicted[k] - both));
    }
    dice() {
        return this.#both.map((both, k) => (2 * both) / (this.#true[k] + this.#predicted[k]));
    }
}
function check(truth, predicted, tolerance = 0) {
    const caller = "segmentationScores";
    if (truth.length !== predicted.length || truth.length === 0) {
        throw new ShapeError(`${caller}: ${truth.length} sets of true masks, ${predicted.length} of predicted ones: give as many, at least one`);
    }
    if (!(tolerance >= 0)) {
        throw new ArgumentError(`${caller}: tolerance is ${tolerance}: give a number of pixels from 0 up`);
    }
    for (const [set, a] of truth.entries()) {
        const b = predicted[set];
        const [own, other] = [a, b].map(({ count, height, width }) => `[${count}, ${height}, ${width}]`);
        if (own !== other) {
            throw new ShapeError(`${caller}: true masks are ${own}, predicted ones ${other}: give masks of the same images`);
        }
        const pixels = a.count * a.height * a.width;
        for (const [name, { masks }] of Object.entries({ truth: a, predicted: b })) {
            if (masks.length !== pixels) {
                throw new ShapeError(`${caller}: ${name} has ${masks.length} values for ${own}: give one for each pixel`);
            }
        }
        checkLabels(caller, { truth: a.masks, predicted: b.masks });
        for (const [name, { masks }] of Object.entries({ truth: a, predicted: b })) {
            checkClasses(caller, name, masks);
            const most = maximum(masks);
            if (most < MAX_CLASSES)
                continue;
            throw new ArgumentError(`${caller}: ${name} holds class ${most}: number the classes from 0 to 65535`);
        }
    }
}
/** The best one-to-one mapping of regions (columns) to classes (rows). */
function matched(counts, rows, columns) {
    const pairs = linearSumAssignment(counts, rows, columns, { maximize: true });
    const mapping = new Map(Array.from({ length: columns }, (_, column) => [column, UNMAPPED]));
    for (const [i, column] of pairs.columns.entries())
        mapping.set(column, pairs.rows[i]);
    return mapping;
}
function addCounts(counts, columns, a, b) {
    for (let i = 0; i < a.length; i++)
        counts[a[i] * columns + b[i]] += 1;
}
function maximum(values) {
    let most = 0;
    for (let i = 0; i < values.length; i++)
        if (values[i] > most)
            most = values[i];
    return most;
}
const largest = (sets) => Math.max(...sets.map(({ masks }) => maximum(masks)));
function slice(values, [begin, end]) {
    if (ArrayBuffer.isView(values))
        return values.subarray(begin, end);
    return Array.prototype.slice.call(values, begin, end);
}
/** The mean of what is not NaN. */
function mean(values) {
    const known = Array.from(values).filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
}
function columnMeans(rows, columns) {
    return Float64Array.from({ length: columns }, (_, column) => mean(rows.map((row) => row[column])));
}
//# sourceMappingURL=segmentation.js.map