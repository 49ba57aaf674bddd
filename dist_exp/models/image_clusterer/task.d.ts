import type { Optimizer } from "../../optim/index.js";
import type { StepContext, StepResult, Task } from "../../train/index.js";
import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
import type { ClustererNetwork } from "./network.js";
import type { UnequalClasses } from "./unequal.js";
export interface HistoryEntry {
    /** Steps done. */
    readonly step: number;
    /** Running loss of each head. */
    readonly losses: readonly number[];
}
/** A head that was replaced by a copy of a better one. */
export interface Restart {
    readonly step: number;
    readonly head: number;
    readonly from: number;
}
export declare class ClustererTask implements Task {
    #private;
    readonly module: ClustererNetwork;
    readonly count: number;
    constructor(network: ClustererNetwork, config: ImageClustererConfig, images: Images, optimizer: Optimizer, unequal?: UnequalClasses | null);
    /** Running losses of all heads every few steps. */
    get history(): readonly HistoryEntry[];
    /** Heads that were replaced by copies of better ones. */
    get restarts(): readonly Restart[];
    /** What the sizes of the classes are held to; null for equal ones. */
    get unequal(): UnequalClasses | null;
    /** The head with the lowest running loss. A copy made of it since does not count: it has learned nothing yet. */
    get bestHead(): number;
    /** The lowest running loss of a head. */
    get progress(): number;
    step({ tape, indices, step, steps }: StepContext): StepResult;
    observe(step: number, [losses]: readonly Float32Array[]): void;
    interrupts(step: number): boolean;
    /** Replaces heads that are stuck in a worse optimum by noisy copies of the best. */
    between(step: number): Promise<void>;
    state(): {
        unequal: {
            shares: number[];
            seeds: number[] | null;
        } | null;
        running: number[];
        history: HistoryEntry[];
        restarts: Restart[];
    };
    restore(state: unknown): void;
    release(): void;
}
