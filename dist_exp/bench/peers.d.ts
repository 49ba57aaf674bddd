import type { DeviceKind } from "../device/index.js";
import { SkeinError } from "../errors.js";
import type { BenchCase, Inputs } from "./case.js";
import { type PeerFacts, type PeerSetting } from "./peer_check.js";
export interface PeerDefinition {
    readonly name: string;
    /** The Skein device whose rows it stands beside. */
    readonly beside: DeviceKind;
    readonly script: string;
    readonly args?: readonly string[];
    /** It has no threads but one. */
    readonly single?: boolean;
    /** It offers no way to hold it to an instruction set. */
    readonly free?: boolean;
}
/** See Contestant: their threads were seen to spin on after a run, GNU's OpenMP for 70 ms, ONNX Runtime's for 42. */
export declare const PEER_SETTLE_MS = 100;
/** In the order of the table's columns. */
export declare const peerDefinitions: readonly PeerDefinition[];
/**
 * `SKEIN_PYTHON`, or the Python that was fetched with its libraries, or the path's.
 * @param libraries the folder of .cache that has them
 */
export declare function peerPython(libraries?: string): string;
/**
 * How PyTorch's performance guide sets up OpenMP and the allocator. Left to the scheduler, two spinning
 * threads were seen to share a core, and PyTorch to take 2 to 60 times as long; glibc hands the memory of
 * large tensors back to the system after each step, and gets it again page by page. A BLAS with threads of its own
 * must be loaded before OpenMP binds the first thread, or it counts one processor: torch_peer.py sees to that, and
 * `checkPeer` to the outcome.
 */
export declare const PYTHON_ENV: Readonly<Record<string, string>>;
export declare class PeerError extends SkeinError {
}
export declare class Peer {
    #private;
    readonly definition: PeerDefinition;
    readonly setting: PeerSetting;
    private constructor();
    /**
     * Starts a peer; resolves with what it is.
     * @throws {PeerError} saying why it is absent.
     * @throws {PeerMismatch} where it does not work as asked.
     */
    static start(definition: PeerDefinition, setting: PeerSetting): Promise<{
        peer: Peer;
        facts: PeerFacts;
    }>;
    /** Hands over the work; resolves with why this peer does not do it, or how it does where it says so. */
    prepare({ sizes, peer }: BenchCase, files: InputFiles): Promise<{
        unsupported: string | null;
        note: string | null;
    }>;
    /** The most bytes that the process ever had in memory. */
    peakMemory(): Promise<number>;
    results(folder: string): Promise<Record<string, Float32Array>>;
    /** Milliseconds per run. */
    time(runs: number): Promise<number>;
    release(): Promise<void>;
    stop(): void;
}
/** A case's inputs as files, written once for all peers. */
export declare class InputFiles {
    readonly entries: Readonly<Record<string, {
        file: string;
        dtype: string;
        shape: readonly number[];
    }>>;
    private constructor();
    static write(inputs: Inputs, folder: string): Promise<InputFiles>;
}
/** Largest |a - b| over the largest |b| (at least 1); infinite where lengths differ or values are not finite. */
export declare function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number;
