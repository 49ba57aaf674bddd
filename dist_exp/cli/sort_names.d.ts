/** What file systems allow a name to have, in bytes of UTF-8. */
export declare const LONGEST_NAME = 255;
/** A folder for each class: by its number, or by its name as far as that can name a folder and no other has it. */
export declare function classFolders(clusters: number, names: readonly string[] | undefined): string[];
/** Hands out names within folders, each once; what is taken gets a number. */
export declare class FreeNames {
    #private;
    /** The first name that nobody has, as it is or with "-2", "-3", ... before its ending, and no longer than allowed. */
    take(folder: string, name: string): string;
}
/** The copy's number, from 1, as part of a name. */
export declare function numbered(name: string, copy: number): string;
/** Equal for names that some file system takes for one. */
export declare function keyOf(name: string): string;
/** The beginning of a name that takes at most so many bytes, without half characters. */
export declare function shorten(name: string, bytes: number): string;
