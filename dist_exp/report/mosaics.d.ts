import { type ClassView } from "./classes.js";
import { type Html } from "./html.js";
import type { ReportInput } from "./input.js";
import { type SheetLayout } from "./sheet.js";
/** What the page's script needs to name an image of a mosaic: null for an empty cell. */
export interface MosaicData {
    layout: SheetLayout;
    images: (number | null)[];
}
/** One card per class: its size, its most certain images and its least certain ones. */
export declare function mosaics(input: ReportInput, classes: readonly ClassView[]): Promise<{
    cards: Html;
    data: MosaicData[];
}>;
