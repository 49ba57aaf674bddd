/** "hog, colour" as names. @throws {ArgumentError} if there is none. */
export declare function namesOf(option: string, text: string): string[];
/** @throws {ArgumentError} if a name is there twice. */
export declare function refuseTwice(option: string, names: readonly string[]): void;
/** A line for each name and what it stands for, for a command's help. */
export declare function namesHelp(all: readonly {
    readonly name: string;
    readonly about: string;
}[]): string;
