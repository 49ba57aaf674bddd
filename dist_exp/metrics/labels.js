import { ArgumentError, ShapeError } from "../errors.js";
/** The label of a sample whose cluster stands for no class. */
export const UNMAPPED = -1;
/**
 * Checks that every argument labels the same samples, at least one, with int32 values.
 *
 * @param caller The function on whose behalf this checks; error messages begin with it.
 * @param labelings The arguments under their parameter names.
 * @throws {ShapeError} If their lengths differ or are zero.
 * @throws {ArgumentError} If a value is not an int32.
 */
export function checkLabels(caller, labelings) {
    const [first, ...others] = Object.entries(labelings);
    if (first === undefined)
        return;
    for (const [name, values] of others) {
        if (values.length !== first[1].length) {
            throw new ShapeError(`${caller}: ${first[0]} has ${first[1].length} values, ${name} has ${values.length}; ` +
                "both must have one per sample");
        }
    }
    if (first[1].length === 0) {
        throw new ShapeError(`${caller}: ${first[0]} is empty; give at least one sample`);
    }
    for (const [name, values] of Object.entries(labelings)) {
        for (let i = 0; i < values.length; i++) {
            const value = values[i];
            if ((value | 0) !== value) {
                throw new ArgumentError(`${caller}: ${name}[${i}] is ${value}; labels are 32-bit integers`);
            }
        }
    }
}
/**
 * Checks that no class is negative, so that {@link UNMAPPED} cannot be mistaken for one.
 *
 * @throws {ArgumentError} If one is.
 */
export function checkClasses(caller, name, values) {
    for (let i = 0; i < values.length; i++) {
        if (values[i] < 0) {
            throw new ArgumentError(`${caller}: ${name}[${i}] is ${values[i]}; number the classes from 0, ` +
                `${UNMAPPED} is kept for clusters without a class`);
        }
    }
}
/** The distinct values of all arguments, ascending. */
export function distinctLabels(...labelings) {
    const seen = new Set();
    for (const values of labelings) {
        for (let i = 0; i < values.length; i++)
            seen.add(values[i]);
    }
    return Int32Array.from(seen).sort();
}
/** Where each value stands in `distinct`. */
export function positionsOf(distinct) {
    return new Map(Array.from(distinct, (label, position) => [label, position]));
}
//# sourceMappingURL=labels.js.map