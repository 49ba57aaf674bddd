/** Pairs of clusters by distance, the nearest first; of equal distances the pair with the smaller numbers. */
export declare class PairHeap {
    #private;
    get isEmpty(): boolean;
    push(distance: number, a: number, b: number): void;
    /** The nearest pair, which leaves the heap. */
    pop(): {
        distance: number;
        first: number;
        second: number;
    };
}
