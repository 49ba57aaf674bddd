import type { ComparisonData } from "./data.js";
/** @throws {ModelFileError} when the file system refuses. */
export declare function writeData(path: string, data: ComparisonData): Promise<void>;
/** @throws {ModelFileError} when the file cannot be read. @throws {DataError} when it holds something else. */
export declare function readData(path: string): Promise<ComparisonData>;
