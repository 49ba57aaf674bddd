/** A growing array of 32-bit words, seen as integers and as floats. It is filled for each submit and kept for the next. */
export declare class Words {
    #private;
    constructor(count?: number);
    get u32(): Uint32Array<ArrayBuffer>;
    get f32(): Float32Array<ArrayBuffer>;
    /** Makes room for `count` words; what was written stays, in another array where it had to move. */
    reserve(count: number): void;
}
