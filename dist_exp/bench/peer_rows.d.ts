/** The peers of one case: handed the work, compared with the device's results, and put into its row. */
import type { BenchCase, Prepared } from "./case.js";
import type { Contestant } from "./measure.js";
import { type InputFiles, type Peer } from "./peers.js";
import type { PeerRow } from "./result.js";
import type { Summary } from "./statistics.js";
/** A peer with one number of threads that has the work ready. */
export interface ReadyPeer {
    readonly peer: Peer;
    readonly difference: number | null;
    readonly agrees: boolean;
    readonly note: string | null;
}
export interface ReadyPeers {
    readonly ready: readonly ReadyPeer[];
    /** Those that do not do the work. */
    readonly idle: readonly PeerRow[];
}
/** Hands a case's work to peers. `prepared` is the device's, whose results theirs are to agree with. */
export declare function preparePeers(bench: BenchCase, peers: readonly Peer[], prepared: Prepared, tolerance: number, files: InputFiles, folder: string, progress: (line: string) => void): Promise<ReadyPeers>;
export declare function peerContestant({ peer }: ReadyPeer): Contestant;
/** One measured setting of a peer. */
export interface TimedPeer extends Omit<ReadyPeer, "peer"> {
    readonly name: string;
    readonly threads: number;
    readonly time: Summary;
}
/** One row per peer, with the faster of its settings; `all` and `one` are Skein's times with all threads and with one. */
export declare function peerRows(timed: readonly TimedPeer[], all: Summary, one: Summary | null): PeerRow[];
