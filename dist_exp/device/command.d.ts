/** Commands are data: they can be replayed, printed and compared. */
import type { AnyKernel } from "../kernels/kernel.js";
import type { BufferSlice } from "./buffer.js";
import type { Words } from "./words.js";
/** Runs a kernel. */
export interface Dispatch {
    readonly type: "dispatch";
    readonly kernel: AnyKernel;
    /** One slice per binding that is not scratch, in declared order. */
    readonly slices: readonly BufferSlice[];
    readonly params: Readonly<Record<string, number>>;
}
/** Copies between buffers; the ranges must not overlap within one buffer. */
export interface Copy {
    readonly type: "copy";
    readonly from: BufferSlice;
    readonly to: BufferSlice;
}
/** Sets a range to zero bytes. */
export interface Clear {
    readonly type: "clear";
    readonly slice: BufferSlice;
}
export type Command = Dispatch | Copy | Clear;
/** Writes a command's parameters to `words` from `at` on, in declared order, one word each. There must be room. */
export declare function writeParams({ paramList }: AnyKernel, params: Readonly<Record<string, number>>, words: Words, at: number): void;
/** One line for a person: the kernel, its sizes and its parameters. */
export declare function describeCommand(command: Command): string;
