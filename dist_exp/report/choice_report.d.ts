import type { ImageClusterChoice } from "../models/choose_image_clusters.js";
import type { ReportInput } from "./input.js";
export interface ChoiceReportInput {
    /** Where the images came from: a path or a data set's name. */
    readonly source: string;
    readonly images: ReportInput["images"];
    readonly choice: ImageClusterChoice;
    readonly seed: number;
    readonly createdAt: Date;
}
/** The page as text. */
export declare function renderChoiceReport(input: ChoiceReportInput): Promise<string>;
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export declare function writeChoiceReport(path: string, input: ChoiceReportInput): Promise<void>;
