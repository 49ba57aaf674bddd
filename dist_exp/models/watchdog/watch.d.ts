import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import { type Images } from "../images.js";
import { type Finding } from "./check.js";
import "./checks/index.js";
export interface WatchOptions {
    /** K, up to 10,000. Default: the largest class and one. */
    readonly clusters?: number;
    /** The classes [N] that other heads, seeds or methods gave the same images. Default none. */
    readonly others?: readonly ArrayLike<number>[];
    /** Images that are looked at, at even distances. Default 2000. */
    readonly sample?: number;
    /** A device, which stays the caller's to close, or which to open. Default "auto". */
    readonly device?: Device | DeviceChoice;
    /** Ends the work with the signal's reason. */
    readonly signal?: AbortSignal;
}
/**
 * Signs that a clustering failed, or that single classes did, worst first; none where nothing stands out. No label is
 * looked at:
 *
 * ```ts
 * const classes = await clusterer.predict(images);
 * for (const { severity, message } of await watchClustering(images, classes)) console.warn(severity, message);
 * ```
 *
 * Each check is a file of `checks/`. They ask whether images that look alike share a class (by the nearest ones in features
 * that were not trained), whether a statistic such as brightness explains the classes better than those features do,
 * whether other heads or seeds agree, and whether classes are empty, tiny, merged or split.
 *
 * @param images N images.
 * @param assignments The class of each, 0 to K - 1, or -1 for none.
 * @throws {ArgumentError} when an option is wrong, or the classes are not N whole numbers from -1 up.
 * @throws {DataError} when the pixels are of another type or number.
 */
export declare function watchClustering(images: Images, assignments: ArrayLike<number>, { clusters, others, sample, device, signal }?: WatchOptions): Promise<Finding[]>;
