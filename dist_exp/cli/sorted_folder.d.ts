import { type Raster } from "../report/png.js";
/** An image of a class: a file, or pixels without one and what to call them. */
export type SortedImage = {
    readonly file: string;
} | {
    readonly name: string;
    readonly raster: Raster;
};
export declare class SortedFolder {
    #private;
    private constructor();
    /**
     * Looks at what is there; null where that is nothing.
     * @param given the folder as the user named it
     * @param classes the folders of a model's classes
     * @throws {ArgumentError} where the folder holds something, and no folder of these classes.
     */
    static open(path: string, given: string, classes: readonly string[]): Promise<SortedFolder | null>;
    /** Whether the name is taken. */
    has(folder: string, name: string): boolean;
    /** Whether the image lies in the class's folder, under its name or with a number. */
    holds(folder: string, name: string, image: SortedImage): Promise<boolean>;
    /**
     * Moves what lies in the classes' folders of `work` into those of the same name: all of it, or nothing.
     * @throws {ArgumentError} where a file of one of the names came there since `open`.
     */
    takeIn(work: string): Promise<void>;
}
