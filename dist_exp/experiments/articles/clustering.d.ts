import type { Device } from "../../device/index.js";
import type { Split } from "./pictures.js";
import { type Experiment, type Log } from "./table.js";
export interface ClusteringOptions {
    readonly rates: readonly number[];
    /** Passes of the network over the images. */
    readonly epochs: number;
    readonly batch: number;
    readonly few: readonly number[];
}
export declare function clusteringExperiment(device: Device, { train, test }: Split, { rates, epochs, batch, few }: ClusteringOptions, log: Log): Promise<Experiment>;
