/** The page of a comparison: the table, accuracies, accuracy against training time, and curves of the learning rates. */
import type { LearnerComparison } from "../compare/index.js";
/** The page as text. */
export declare function renderComparisonReport(comparison: LearnerComparison): Promise<string>;
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export declare function writeComparisonReport(path: string, comparison: LearnerComparison): Promise<void>;
