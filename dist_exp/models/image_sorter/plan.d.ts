/** How long the recurrent network trains, and whether it does. */
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import type { ImageClustererConfig } from "../image_clusterer/config.js";
/** What the training of the network will be like. */
export interface NetworkPlan {
    /** Passes over the images; 0 where there is no time, or too few images, for the network. */
    readonly epochs: number;
    readonly batch: number;
    readonly steps: number;
    /** Seconds that these steps take on this device, by a few steps that were measured. */
    readonly seconds: number;
    /** Seconds for all the epochs that so many images call for. */
    readonly fullSeconds: number;
    /** Why there is no network, or a shorter training; null where all epochs are planned. */
    readonly reason: string | null;
}
export interface PlanOptions {
    readonly config: ImageClustererConfig;
    readonly device: Device;
    /** Seconds that are left for the network; null for the usual ones. */
    readonly seconds: number | null;
}
/**
 * Plans a training. Without a budget the number of epochs follows from the images alone, so that the same images give
 * the same model on each machine; with one, from the steps that were measured.
 */
export declare function planNetwork(images: ImageSet, { config, device, seconds }: PlanOptions): Promise<NetworkPlan>;
