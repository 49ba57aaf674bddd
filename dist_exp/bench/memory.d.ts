import type { Device } from "../device/index.js";
import type { BenchCase } from "./case.js";
import type { Pace } from "./measure.js";
import type { ReadyPeers } from "./peer_rows.js";
import { type InputFiles } from "./peers.js";
export interface Memory {
    /** MiB; null where the system does not tell. */
    readonly own: number | null;
    /** By the peer's name. */
    readonly peers: ReadonlyMap<string, number>;
}
export declare function measureMemory(bench: BenchCase, { info }: Device, { ready }: ReadyPeers, files: InputFiles, { seconds }: Pace): Promise<Memory>;
