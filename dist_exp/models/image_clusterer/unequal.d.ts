import type { Device } from "../../device/index.js";
import { type Images } from "../images.js";
/** What is known of unequal classes. */
export interface UnequalClasses {
    /** The share of the images in each class, [K]; they add up to 1. */
    readonly shares: readonly number[];
    /** The class of each image to begin with, [N]; null where only the shares are known. */
    readonly seeds: Int32Array | null;
}
/**
 * Looks for islands in a map of HOG features (Umap, then Hdbscan), and for their sizes. Ward's method on the same map
 * prefers equal sizes: only where its largest class is three times its smallest, too, they are called so, and only if
 * three maps of other seeds show the same islands. Fewer islands than classes leave the rest to the training, with a small
 * share each; of more, the nearest are joined.
 *
 * The largest class comes first. Null where the classes look equal, or nothing stands out. No label enters.
 */
export declare function findUnequalClasses(device: Device, images: Images, { clusters, seed }: {
    readonly clusters: number;
    readonly seed: number;
}): Promise<UnequalClasses | null>;
