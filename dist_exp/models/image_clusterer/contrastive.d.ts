/**
 * The contrastive term of the clusterer's objective: the two views of an image shall lie closer to one another, after a
 * small projection, than either lies to the views of the batch's other images. It keeps the features of different
 * images apart, where information maximisation alone may be content with one property that all images have, such as
 * brightness.
 *
 * Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020; the loss is the
 * symmetric InfoNCE of van den Oord et al. 2018, with the views of the other kind as negatives.
 */
import type { Tape } from "../../autograd/index.js";
import { Linear, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
/** Features to points on a sphere, where views are compared. Only training needs it. */
export declare class Projection extends Module {
    readonly hidden: Linear;
    readonly output: Linear;
    constructor(features: number);
    /** Features [B, F] to rows of length 1, [B, 64]. */
    forward(tape: Tape, features: Tensor): Tensor;
}
/**
 * How badly the views of an image find one another among those of the batch, [1]: with s = a b^T / temperature, the
 * mean of the cross entropies of the rows and of the columns of s, where the right answer is the diagonal.
 * @param a rows of length 1, [B, D]: one view of each image.
 * @param b the other view of the same images.
 */
export declare function contrast(tape: Tape, a: Tensor, b: Tensor, temperature: number): Tensor;
