import type { ClassView } from "./classes.js";
import type { ReportInput } from "./input.js";
/** The page's style sheet, with one colour per class that reads on light and on dark. */
export declare function pageStyle(input: Pick<ReportInput, "labels">, classes: readonly Pick<ClassView, "cluster" | "label">[]): string;
