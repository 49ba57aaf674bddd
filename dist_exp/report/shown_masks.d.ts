/** The images that a page of masks shows: those of the surest and of the least sure masks, small. */
import { type MaskedImage } from "./mask_pictures.js";
/** An image as the page shows it. */
export interface ShownMask {
    readonly name: string;
    readonly confidence: number;
    /** The foreground's share of the pixels; null where there are more than two regions. */
    readonly share: number | null;
    readonly width: number;
    readonly height: number;
    /** `data:` addresses. */
    readonly image: string;
    readonly mask: string;
    readonly overlay: string;
}
/** Takes every image as it comes, and keeps few. */
export declare class ShownMasks {
    #private;
    add(image: MaskedImage & {
        readonly name: string;
        readonly confidence: number;
    }): void;
    /** The least sure first, then the surest; of few images each is in one of the two alone. */
    shown(): Promise<{
        readonly unsure: ShownMask[];
        readonly sure: ShownMask[];
    }>;
}
