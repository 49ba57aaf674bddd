/** Row i is the vector of value i, [values, n]. Values ascend; element i of `offDiagonal` is of rows i - 1 and i. */
export declare function tridiagonalEigenvectors(diagonal: Float64Array, offDiagonal: Float64Array, values: Float64Array): Float64Array;
