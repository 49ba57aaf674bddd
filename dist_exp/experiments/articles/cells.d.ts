/** (b) Bidirectional LSTM and GRU over the cells of an image. */
import type { Device } from "../../device/index.js";
import { type Split } from "./pictures.js";
import { type Experiment, type Log } from "./table.js";
export interface CellsOptions {
    /** Layers and units that are tried. */
    readonly layers: readonly number[];
    readonly units: readonly number[];
    readonly seeds: number;
}
export declare function cellsExperiment(device: Device, digits: Split, pictures: string, { layers, units, seeds }: CellsOptions, log: Log): Promise<Experiment>;
