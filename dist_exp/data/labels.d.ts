import { type ImageSet } from "./image_set.js";
/** One class index per image (-1: not known), and the names that the indices stand for. */
export interface Labels {
    labels: Int32Array;
    labelNames: string[];
}
export declare const LABEL_COLUMNS: string[];
/**
 * Labels each image with the top-level folder it lies in: `cat/1.png` and `cat/old/2.png` are
 * of class "cat". Classes are numbered in the order of their sorted names. Images that lie in no
 * folder get the label -1: their class is not known.
 *
 * @throws {DataError} if the images have no names, or all of them lie in no folder.
 */
export declare function labelsFromFolders(set: ImageSet): ImageSet;
/**
 * The images whose class is known, by the set's own labels or else by the folders they lie in; the others are listed in
 * `skipped`.
 *
 * @throws {DataError} as `labelsFromFolders`.
 */
export declare function labelledImages(set: ImageSet): ImageSet;
/**
 * Reads the labels of images from a file, which may be
 * - one label per line, in the order of the images;
 * - a table with a name and a label per line, separated by comma, semicolon or tab, in any order,
 *   extra lines allowed (`images` must be names). Without a header the columns are name, label; with one, they are found by title
 *   (such as `file` and `class`);
 * - an IDX file of labels, whose values are kept as they are.
 *
 * Text is UTF-8, or UTF-16 with a byte order mark, and of any length: it is read as a stream. A
 * lone column is taken to have a header only where it has one line more than there are images.
 *
 * Text labels become indices into `labelNames`, sorted as numbers if all are integers, else
 * by code unit.
 *
 * @param images the images' names, or only how many there are
 * @throws DataError if the file cannot be read, or does not hold one label, and only
 * one, for each image.
 */
export declare function loadLabels(path: string, images: readonly string[] | number): Promise<Labels>;
/** Whether each line names its image, so that there may be lines for images that are left out. @throws {DataError} */
export declare function labelsNameImages(path: string): Promise<boolean>;
/** Class indices for class names; null is a class that is not known. */
export declare function numberClasses(classes: readonly (string | null)[]): Labels;
