/** Shapes with strides: what kernels that address tensors element by element share. */
/** The axes of an iteration, outermost first: each one's size, and a stride in elements for every operand. */
export interface Axis {
    readonly size: number;
    readonly strides: readonly number[];
}
/** Elements a binding must hold so that every index is inside: 1 + the sum of (size - 1) * stride, or 0. */
export declare function extent(sizes: readonly number[], strides: readonly number[], offset?: number): number;
/** The same iteration with as few axes as possible: axes of size one go, neighbours that step as one merge. */
export declare function collapse(axes: readonly Axis[]): Axis[];
/** As many axes as asked for, with ones in front. */
export declare function padAxes(axes: readonly Axis[], rank: number, operands: number): Axis[];
