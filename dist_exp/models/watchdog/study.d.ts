import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import type { Device } from "../../device/index.js";
import "../../features/index.js";
import type { Images } from "../images.js";
import { type Statistic } from "./statistics.js";
import { type Support } from "./support.js";
/** A clustering to look at. Classes are 0 to clusters - 1; -1 is none. */
export interface Watched {
    /** The sample. */
    readonly images: Images;
    readonly assignments: Int32Array;
    /** The classes that other heads, seeds or methods gave the same images. */
    readonly others: readonly Int32Array[];
    readonly clusters: number;
    /** Images of each class, of all images. */
    readonly sizes: readonly number[];
}
type FeatureSupport = Support & {
    readonly feature: string;
};
export declare class WatchStudy {
    #private;
    readonly watched: Watched;
    constructor(watched: Watched, device: Device, signal: AbortSignal | null);
    /** Brightness, size of the object and the like. */
    get statistics(): readonly Statistic[];
    /** How well the neighbours by a statistic tell the class. */
    supportOfStatistic({ values, columns }: Statistic): Promise<Support | null>;
    /** How well the neighbours by each feature tell the class, best first. */
    supports(): Promise<readonly FeatureSupport[]>;
    /** The nearest images by a feature; null where the images are too small for it, or too few. */
    neighbours(feature: string): Promise<Neighbours | null>;
}
export {};
