import { type ReportInput } from "./input.js";
export type { Evaluation, LabelScores, ReportInput } from "./input.js";
/**
 * The report as the text of an HTML page.
 * @throws ShapeError or ArgumentError when the parts of the input do not fit each other.
 */
export declare function renderReport(input: ReportInput): Promise<string>;
/**
 * Writes the report to `path`, whole or not at all.
 * @throws SkeinError when the file system refuses, and what `renderReport` throws.
 */
export declare function writeReport(path: string, input: ReportInput): Promise<void>;
