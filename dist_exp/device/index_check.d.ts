import type { AnyKernel } from "../kernels/kernel.js";
import type { Backend } from "./backend.js";
import { type BufferOwner, type BufferSlice } from "./buffer.js";
import type { Command } from "./command.js";
export declare class IndexCheck {
    #private;
    constructor(backend: Backend, owner: BufferOwner);
    /** What has to run before a kernel that has indices. */
    commandsBefore(kernel: AnyKernel, slices: readonly BufferSlice[], params: Readonly<Record<string, number>>): Command[];
    /**
     * Ends the epoch. Rejects, once what was submitted is done, where a command of it met a wrong index; null where there
     * is nothing to wait for. Call it between submitting and reading, so that both reads are under way together.
     * @throws {IndexError} when awaited.
     */
    endEpoch(): Promise<void> | null;
}
