import { type ImageSet } from "../../data/image_set.js";
/** Where the sets are. */
export declare const PICTURES: string;
export interface PictureSet {
    readonly name: string;
    readonly folder: string;
    readonly classes: number;
    readonly count: number;
}
/** The sets in a folder with their numbers of pictures and classes, small sets first. */
export declare function picturesIn(folder: string): Promise<PictureSet[]>;
/** The pictures of one set, square, with labels, one class after the other. */
export declare function readPictures(folder: string, side: number): Promise<ImageSet>;
/** The same pictures in the order of their files' names, whatever their folders. */
export declare function byFileName(set: ImageSet): ImageSet;
/** 32 where the first picture is at most 32 pixels high, else 64. */
export declare function sideOf(folder: string): Promise<number>;
