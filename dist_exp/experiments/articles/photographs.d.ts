import type { Device } from "../../device/index.js";
import { type Experiment, type Log } from "./table.js";
export interface PhotographOptions {
    readonly side: number;
    readonly crops: {
        readonly train: number;
        readonly test: number;
    };
    readonly epochs: number;
}
export declare function photographsExperiment(device: Device, pictures: string, { side, crops, epochs }: PhotographOptions, log: Log): Promise<Experiment>;
