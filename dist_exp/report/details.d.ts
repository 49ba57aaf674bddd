import { type ClassView } from "./classes.js";
import { type Html } from "./html.js";
import type { ReportInput } from "./input.js";
/** What was done, on what, and how well it went. */
export declare function header(input: ReportInput, classes: readonly ClassView[]): Html;
/** The losses' legend. */
export declare function lossLegend(input: ReportInput): Html;
/** Every setting with its full name, and the seed. */
export declare function settingsTable(input: ReportInput): Html;
/** Images that are there more than once. */
export declare function copiesSection(input: ReportInput): Html | null;
/** Signs that the clustering went wrong. */
export declare function findingsSection({ findings }: ReportInput): Html | null;
/** The files that could not be used, with reasons. */
export declare function skippedSection({ skipped }: ReportInput): Html | null;
