/** Orthonormal rows, in float64 on the host. */
/**
 * Makes the rows of q [count, n] orthonormal in place, each by what it adds to those before (Gram and Schmidt, twice).
 * A row that depends on those before becomes some unit vector that is orthogonal to them. count is n at most.
 */
export declare function orthonormalizeRows(q: Float64Array, count: number, n: number): void;
/** Takes from a row its part along the orthonormal rows `first` to `end` - 1 of q. */
export declare function projectOut(q: Float64Array, first: number, end: number, row: Float64Array): void;
