/** Reads a part of a file's metadata. @throws {ModelFileError} naming the file, the part and the reason, if it is known. */
export declare function parsePart<T>(path: string, what: string, text: string | undefined, check: (value: unknown) => T): T;
