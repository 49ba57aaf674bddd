import { type BenchResult } from "./result.js";
/** One file of bench/results. */
export interface ResultFile {
    /** Without the folder and `.json`. */
    readonly name: string;
    readonly result: BenchResult;
}
/** What `--results` wrote into a folder, by file name. @throws {ArgumentError} where a file is something else. */
export declare function readResultFolder(folder: string): Promise<ResultFile[]>;
/** The section's Markdown: AVX2, which most CPUs have, first. */
export declare function renderSummary(files: readonly ResultFile[]): string;
/** The README with another section between its markers; null where it has none. */
export declare function replaceSummary(readme: string, section: string): string | null;
