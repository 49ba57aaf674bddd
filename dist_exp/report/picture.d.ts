import { type Raster } from "./png.js";
/**
 * A contact sheet as a `data:` address: drawings and grey images as PNG, without loss; colour images as WebP, which takes
 * a fifth of the bytes of photographs, or as PNG where sharp is not there.
 */
export declare function sheetDataUri(sheet: Raster): Promise<string>;
