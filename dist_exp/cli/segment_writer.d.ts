import { type MaskedImage } from "../report/mask_pictures.js";
import type { SegmentFolder } from "./segment_folder.js";
/** An image, its mask, and how sure the mask is. */
export interface SegmentedImage extends MaskedImage {
    readonly name: string;
    readonly confidence: number;
}
/** What the table says of an image. */
export interface RegionRow {
    readonly place: number;
    readonly name: string;
    readonly confidence: number;
    /** The foreground's share of the pixels; null where there are more than two regions. */
    readonly share: number | null;
}
export declare class SegmentWriter {
    #private;
    readonly rows: RegionRow[];
    /** Images that have a cut-out: their places, and the file's name in its folder. */
    readonly cutOuts: {
        readonly place: number;
        readonly file: string;
    }[];
    /**
     * @param names of all images
     * @param regionNames null where regions have none
     */
    constructor(folder: SegmentFolder, names: readonly string[], regions: number, regionNames: readonly string[] | null);
    /** Writes the mask, the overlay and the cut-out of one image. */
    add(place: number, image: SegmentedImage): Promise<void>;
    /** Writes the files about all images. */
    finish(): Promise<void>;
}
