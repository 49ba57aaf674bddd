import { type ClassView } from "./classes.js";
import { type Html } from "./html.js";
import type { ReportInput } from "./input.js";
/** The confusion matrix, the most frequent mistakes and the scores per label. */
export declare function evaluationSections(input: ReportInput, classes: readonly ClassView[]): Html | null;
