import { type Cell } from "../ops/index.js";
type Numbers = ArrayLike<number>;
/** Weights of one direction of a layer, as PyTorch lays them out. */
export interface Weights64 {
    /** [G*H, I] */
    readonly ih: Numbers;
    /** [G*H, H] */
    readonly hh: Numbers;
    readonly biasIh: Numbers;
    readonly biasHh: Numbers;
}
export interface Gradients64 {
    readonly ih: Float64Array;
    readonly hh: Float64Array;
}
export interface Sequence64 {
    /** [T, H] */
    readonly y: Float64Array;
    /** Derivative by x [T, I] and the weights, from that by y [T, H]. */
    backward(dy: Numbers): {
        readonly dx: Float64Array;
        readonly gradients: Gradients64;
    };
}
/** One sequence x [T, I] through one direction of a recurrent layer, from zero states. */
export declare function sequence64(cell: Cell, weights: Weights64, x: Numbers, { steps, inputs, hidden, reversed }: {
    steps: number;
    inputs: number;
    hidden: number;
    reversed: boolean;
}): Sequence64;
export interface Convolution64 {
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly outputs: number;
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    /** Groups of channels that are convolved apart; `conv2dAt` alone takes more than 1. Default 1. */
    readonly groups?: number;
}
/** Rows and columns of a convolution's output. */
export declare function outputSize({ height, width, kernel, stride, padding }: Convolution64): [number, number];
/** One value of conv2d's output [B, OH, OW, O], channels last, weight [O, KH, KW, C / groups]. */
export declare function conv2dAt(x: Numbers, weight: Numbers, bias: Numbers, c: Convolution64, index: number): number;
/** One value of the derivative by conv2d's weight [O, KH, KW, C]. */
export declare function conv2dWeightAt(x: Numbers, dy: Numbers, batch: number, c: Convolution64, index: number): number;
/** One value of the derivative by conv2d's input [B, H, W, C]. */
export declare function conv2dInputAt(dy: Numbers, weight: Numbers, c: Convolution64, index: number): number;
/** Largest |got[index] - want(index)| over some indices. */
export declare function maxErrorAt(got: Numbers, indices: readonly number[], want: (index: number) => number): number;
/** Largest |got - want| over all values. */
export declare function maxError(got: Numbers, want: Numbers): number;
export {};
