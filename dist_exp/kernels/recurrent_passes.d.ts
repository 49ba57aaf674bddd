/**
 * Which WebGPU algorithm runs a recurrence, by its sizes and the adapter. See recurrent.ts for the letters.
 *
 * Rows of the batch do not depend on each other, and WebGPU has no barrier across workgroups but the end of a
 * dispatch. So either a workgroup has some rows for the whole sequence, and all of W_hh to itself, or each step is a
 * dispatch over units and rows. Where W_hh fits decides:
 *
 *   resident  whole sequence, W_hh in registers: 64 weights in each of at most 256 invocations
 *   streamed  whole sequence, W_hh read from the last level cache in every step
 *   fused     a dispatch per step: product and gates
 *   lanes     the same for software adapters whose subgroups have eight invocations
 *   plain     two dispatches per step, product and gates apart: any size, any adapter
 *
 * All but `plain` take four units at a time, so that `hidden` must be a multiple of 4. Limits and sizes that rest on
 * the speed of a GPU were measured on an NVIDIA H200 (bench/results/recurrent-algorithms-nvidia-h200.md). Milliseconds
 * of an LSTM's forward sweep with T = 28:
 *
 *   H200, device time   resident  streamed  fused  plain
 *   B 16,  H 64             0.06      0.09   0.53   0.35
 *   B 256, H 64             0.05      0.09   0.37   0.48
 *   H200, whole         resident  streamed  fused
 *   B 128, H 128               -      0.15   0.23
 *   B 128, H 256               -      0.38   0.28
 *   lavapipe, 2 cores   resident  lanes  plain
 *   B 1,   H 64              0.6    2.0    3.3
 *   B 16,  H 64              3.2    2.8    4.9
 *   B 32,  H 128               -    7.6   13.8
 */
import { type AdapterTraits, type Pass } from "./kernel.js";
import type { RecurrentShape } from "./recurrent.js";
/** A kernel's way through a sequence. */
export interface Sweep {
    readonly kernel: string;
    readonly gates: number;
    readonly direction: "forward" | "backward";
    /** What `plain` does after the last step. */
    readonly finish?: string;
}
type StepPass = Pass<{
    step: number;
}>;
type Passes = readonly StepPass[];
/** Passes, or null where the algorithm cannot take these sizes on this adapter. */
type Algorithm = (sweep: Sweep, p: RecurrentShape, adapter: AdapterTraits) => Passes | null;
/** By name, for tests that run each of them wherever it can run. */
export declare const recurrentAlgorithms: {
    readonly resident: Algorithm;
    readonly streamed: Algorithm;
    readonly fused: Algorithm;
    readonly lanes: Algorithm;
    readonly plain: ({ gates, direction, finish }: Sweep, p: RecurrentShape, { software }: AdapterTraits) => Passes;
};
/** The passes of a recurrent kernel. */
export declare function recurrentPasses(sweep: Sweep): (p: RecurrentShape, adapter: AdapterTraits) => Passes;
export {};
