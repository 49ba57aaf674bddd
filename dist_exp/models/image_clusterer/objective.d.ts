/**
 * Information maximisation with augmentation consistency: an image and its
 * augmented view shall get the same class, each image a definite one, and all
 * classes shall be used. No label enters.
 *
 * Hu et al., "Learning Discrete Representations via Information Maximizing
 * Self-Augmented Training", ICML 2017, with affine and elastic views in place
 * of the adversarial ones.
 */
import type { Tape } from "../../autograd/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageClustererConfig } from "./config.js";
export interface ObjectiveResult {
    /** Each head's loss, [heads]. */
    readonly perHead: Tensor;
    /** Their mean, [1]. */
    readonly total: Tensor;
}
/**
 * Logits are [B, heads, K], of the plain and of the augmented images. Where no
 * gradient flows into `plain`, its predictions are fixed targets:
 *
 *   KL(p || q) - information * (balance * H(mean q) - mean H(q)),   p plain, q augmented.
 *
 * With `symmetric`, both are learned, and each term is the mean over both:
 *
 *   (KL(p || q) + KL(q || p)) / 2 - information * (balance * H(mean (p + q) / 2) - mean (H(p) + H(q)) / 2).
 *
 * With a `prior`, K shares of the images, the usage u of the classes is to match it: KL(prior || u), up to a constant,
 * is in the place of -H(u). A class that loses its images costs more and more, however small its share.
 */
export declare function informationMaximization(tape: Tape, plain: Tensor, augmented: Tensor, { information, balance }: ImageClustererConfig["objective"], symmetric: boolean, prior?: readonly number[] | null): ObjectiveResult;
