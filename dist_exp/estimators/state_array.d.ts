/** Arrays of a state that was read from a file, checked before anything is made of them. */
import { DataError } from "../errors.js";
import type { EstimatorState, StateArray } from "./estimator.js";
type Constructors = {
    readonly f32: typeof Float32Array;
    readonly f64: typeof Float64Array;
    readonly i32: typeof Int32Array;
    readonly u32: typeof Uint32Array;
};
/**
 * An array of a state, of the given type and shape; null stands for a size that may be any.
 * @throws {DataError} if the array is missing, of another type, shape or number of elements, or holds values that are
 * not finite.
 */
export declare function stateArray<T extends keyof Constructors>(kind: string, { arrays }: EstimatorState, name: string, type: T, shape: readonly (number | null)[]): StateArray & {
    readonly data: InstanceType<Constructors[T]>;
};
/**
 * A number of a state's details.
 * @throws {DataError} if it is missing or not finite.
 */
export declare function stateNumber(kind: string, { details }: EstimatorState, name: string): number;
/** A state that no estimator gave. */
export declare function broken(kind: string, what: string): DataError;
export {};
