import type { Device } from "../../device/index.js";
import type { Split } from "./pictures.js";
import { type Experiment, type Log } from "./table.js";
export interface RowLstmData {
    /** All digits. */
    readonly digits: Split;
    /** As many training images as all learners take. */
    readonly few: Split;
    /** The same, scaled up. */
    readonly large: Split;
}
export interface RowLstmOptions {
    readonly seeds: number;
    readonly epochs: number;
}
export declare function rowLstmExperiment(device: Device, { digits, few, large }: RowLstmData, { seeds, epochs }: RowLstmOptions, log: Log): Promise<Experiment>;
