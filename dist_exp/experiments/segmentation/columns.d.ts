import { type MaskedSet } from "./picture_set.js";
/** Figures of one run, by name. */
export type Figures = Readonly<Record<string, number>>;
export interface Job {
    readonly set: MaskedSet;
    readonly seed: number;
    readonly limit: number | undefined;
}
export interface Column {
    readonly name: string;
    readonly title: string;
    /** The table that it belongs to. */
    readonly table: "masks" | "classes";
    /** The segmenter's method that it needs; absent where it needs none. */
    readonly method?: string;
    /** @returns null where what it needs is missing. */
    run(job: Job): Promise<Figures | null>;
}
export declare const METHODS: string[];
export declare const COLUMNS: readonly Column[];
/** Whether the method is there. */
export declare const isBuilt: ({ method }: Column) => boolean;
/** GrabCut's box: this share of each side away from the border. Of 2, 5 and 10 % the one with the highest IoU, on both sets. */
export declare const MARGIN = 0.02;
