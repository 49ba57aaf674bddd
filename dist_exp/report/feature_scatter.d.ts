import { type ClassView } from "./classes.js";
import { type Html } from "./html.js";
import type { ReportInput } from "./input.js";
import { type SheetLayout } from "./sheet.js";
/** What the page's script needs to show the image of a point. */
export interface ScatterData {
    layout: SheetLayout;
    /** Image numbers, in the order of the circles. */
    images: number[];
}
export interface Scatter {
    figure: Html;
    data: ScatterData;
}
/** The 2-D map: one circle per image, coloured by class, by label, or by agreement of the two. */
export declare function scatter(input: ReportInput, classes: readonly ClassView[]): Promise<Scatter | null>;
