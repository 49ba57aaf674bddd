/** One integer per sample: a class or a cluster. Any int32 values, in any order, with or without gaps. */
export type Labels = ArrayLike<number>;
/** The label of a sample whose cluster stands for no class. */
export declare const UNMAPPED = -1;
/**
 * Checks that every argument labels the same samples, at least one, with int32 values.
 *
 * @param caller The function on whose behalf this checks; error messages begin with it.
 * @param labelings The arguments under their parameter names.
 * @throws {ShapeError} If their lengths differ or are zero.
 * @throws {ArgumentError} If a value is not an int32.
 */
export declare function checkLabels(caller: string, labelings: Readonly<Record<string, Labels>>): void;
/**
 * Checks that no class is negative, so that {@link UNMAPPED} cannot be mistaken for one.
 *
 * @throws {ArgumentError} If one is.
 */
export declare function checkClasses(caller: string, name: string, values: Labels): void;
/** The distinct values of all arguments, ascending. */
export declare function distinctLabels(...labelings: readonly Labels[]): Int32Array;
/** Where each value stands in `distinct`. */
export declare function positionsOf(distinct: Int32Array): Map<number, number>;
