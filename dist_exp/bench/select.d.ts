import type { Family, Sizes } from "./case.js";
import type { Selected } from "./run.js";
/** Reads `H=128,B=32` (or with spaces). @throws {ArgumentError} */
export declare function parseShape(text: string): Sizes;
export interface Selection {
    /** Only works whose name contains this. */
    readonly filter?: string;
    /** Only these sizes; a shape that is in no table is made of a family's first and these. */
    readonly shape?: Sizes;
    /** One small shape per family. */
    readonly quick?: boolean;
}
/** @throws {ArgumentError} when nothing is left. */
export declare function select(all: readonly Family[], { filter, shape, quick }: Selection): Selected[];
