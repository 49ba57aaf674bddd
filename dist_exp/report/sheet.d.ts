/**
 * Contact sheets: many images, reduced to one tile size, in one raster. A page
 * with one picture per sheet opens at once; one with thousands of pictures does not.
 */
import type { ReportInput } from "./input.js";
import type { Raster } from "./png.js";
type Images = ReportInput["images"];
/** Tiles stand in rows of `columns`; `gap` transparent pixels lie between them. */
export interface SheetLayout {
    columns: number;
    rows: number;
    tileWidth: number;
    tileHeight: number;
    gap: number;
}
/**
 * The tile for images of this size: never enlarged, no side above `maxSide`, and `tiles` of them within
 * `budget` bytes before compression.
 */
export declare function tileSize(images: Images, tiles: number, { maxSide, budget }: {
    maxSide: number;
    budget: number;
}): {
    tileWidth: number;
    tileHeight: number;
};
/** A sheet's width in pixels. */
export declare function sheetWidth({ columns, tileWidth, gap }: SheetLayout): number;
/** A sheet's height in pixels. */
export declare function sheetHeight({ rows, tileHeight, gap }: SheetLayout): number;
/**
 * Draws images into the cells of a sheet, in reading order; null leaves a cell empty.
 * With `transparent` the sheet has an alpha channel, and what no image covers shows the page.
 */
export declare function drawSheet(images: Images, cells: readonly (number | null)[], layout: SheetLayout, { transparent }: {
    transparent: boolean;
}): Raster;
export {};
