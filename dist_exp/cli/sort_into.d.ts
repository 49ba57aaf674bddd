import { type SortedImage } from "./sorted_folder.js";
export type SortManner = "link" | "copy";
export interface SortOptions {
    readonly manner: SortManner;
    readonly clusters: number;
    /** Where the images come from: no place for the sorted ones. */
    readonly sources: readonly string[];
    /** A name for each class; default class-0, class-1, ... */
    readonly names?: readonly string[];
    /** Whether images may join a folder that holds sorted ones. */
    readonly add?: boolean;
}
export declare class Sorter {
    #private;
    private constructor();
    /**
     * Checks that the folder is free (or that images may be added to it) and lies in none of the sources: the next run would
     * count its images again.
     * @throws {ArgumentError}
     */
    static check(given: string, sources: readonly string[], add?: boolean): Promise<void>;
    /**
     * Checks the folder, claims it and starts beside it, so that what fails does so before anything long begins.
     * @throws {ArgumentError} as `check`, or when another run sorts into it; SkeinError when the file system refuses.
     */
    static open(given: string, options: SortOptions): Promise<Sorter>;
    /**
     * Puts an image into the folder of its class, and resolves with false where it lies there already. Images of one name
     * get numbers.
     */
    add(cluster: number, image: SortedImage): Promise<boolean>;
    /** Makes everything appear under the folder's own name. */
    finish(): Promise<void>;
    /** Takes back what was written, unless it was finished, and lets others in. */
    discard(): Promise<void>;
}
