import type { Images } from "../images.js";
export interface PictureStatistics {
    /** Share of the pictures' corners that have the border's colour, which is the median of the outermost pixels. */
    readonly evenCorners: number;
    /** Mean share of a picture that has the border's colour. */
    readonly ground: number;
    /** Mean over pictures of (max - min) of red, green and blue where the picture is not ground, 0 to 1; 0 of grey ones. */
    readonly colour: number;
    /** Standard deviation over pictures of the strength of their strongest strokes, over its mean. */
    readonly strength: number;
    /** Share of the variance of pixels that a pixel's place explains: above 0 where pictures are alike in their layout. */
    readonly layout: number;
}
/** Looks at up to 1,000 pictures, at even distances; the same pictures give the same numbers. */
export declare function pictureStatistics(images: Images): PictureStatistics;
