/** Share of each class that is judged and not trained on, where a source brings no test images. */
export declare const VALIDATION_SPLIT = 0.2;
/** Classes of a training set. */
export interface Classes {
    /** The label of each class, ascending. */
    readonly labels: readonly number[];
    /** The class of each image: the place of its label. */
    readonly indices: Uint32Array;
    /** Images of each class. */
    readonly counts: readonly number[];
}
/**
 * The classes of a training set.
 * @param names of the labels, for messages.
 * @throws {DataError} when labels are not whole numbers from 0 up, one for each image, or there are fewer than two
 *   classes, or a class has a single image.
 */
export declare function classesOf(labels: ArrayLike<number>, images: number, names?: readonly string[] | null): Classes;
/**
 * The class of each label.
 * @throws {DataError} when a label is none of the model's.
 */
export declare function placesOf(labels: ArrayLike<number>, known: readonly number[]): Uint32Array;
/**
 * Parts the images at random, each class by the same share; of each class at least one image is in either part.
 * @returns numbers of images, ascending.
 */
export declare function stratifiedSplit({ indices, counts }: Classes, validation: number, seed: number): {
    readonly train: Uint32Array;
    readonly validation: Uint32Array;
};
