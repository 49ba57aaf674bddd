/**
 * Philox 4x32-10, a counter-based generator: the n-th block is a pure function
 * of (seed, stream, n), so that every device draws the same integers in any order.
 * Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 */
/** Four random words for one 128-bit counter and 64-bit key (each in 32-bit words, least significant first). */
export declare function philox4x32(counter: readonly [number, number, number, number], key: readonly [number, number]): [number, number, number, number];
/** A 32-bit word to a float in [0, 1): its 24 high bits, so that float32 holds it exactly. */
export declare function wordToUniform(word: number): number;
/**
 * Random numbers on the host, from key (seed, stream) and a counter from zero up.
 * The same seed and stream give the same sequence everywhere.
 */
export declare class Random {
    #private;
    constructor(seed: number, stream?: number);
    /** A uniform unsigned 32-bit integer. */
    word(): number;
    /** Uniform in [0, 1), with 24 random bits. */
    uniform(): number;
    /** Standard normal (Box and Muller 1958). */
    normal(): number;
    /** Uniform in 0 .. bound - 1; the bias is below bound / 2^53. */
    integer(bound: number): number;
    /** A permutation of 0 .. count - 1 (Fisher and Yates). */
    permutation(count: number): Uint32Array;
}
/**
 * The stream of a name, for `Random` and random ops: the 32-bit FNV-1a hash of its UTF-16 code units.
 * A layer draws from the stream of its own name, so that what is added elsewhere changes nothing there.
 */
export declare function streamOf(name: string): number;
