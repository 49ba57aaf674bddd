/** The folder, or the one at the end of a chain of folders that hold nothing else; hidden files do not count. */
export declare function innermost(folder: string): Promise<string>;
