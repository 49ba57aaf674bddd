import { type PictureSet } from "./picture_set.js";
export interface Outcome {
    readonly seed: number;
    readonly nmi: number;
    readonly accuracy: number;
    readonly seconds: number;
}
export interface Column {
    readonly name: string;
    readonly title: string;
    readonly peer: boolean;
    /** Draws no random numbers: one seed stands for all. */
    readonly deterministic?: boolean;
    run(set: PictureSet, seeds: readonly number[], threads: number): AsyncIterable<Outcome>;
}
export declare const COLUMNS: readonly Column[];
