import { type ImageSet } from "../../data/image_set.js";
/** Where the sets are. */
export declare const SETS: string;
export interface MaskedSet {
    readonly name: string;
    /** Folders of pictures and masks, whose files have the same paths. */
    readonly images: string;
    readonly masks: string;
}
/** The sets in a folder. */
export declare function setsIn(folder: string): Promise<MaskedSet[]>;
/** Pictures and true masks, [N, H, W], 0 and 1; `limit` of them at even distances. */
export declare function readSet({ images, masks }: MaskedSet, limit?: number): Promise<{
    pictures: ImageSet;
    truth: Uint8Array<ArrayBuffer>;
}>;
