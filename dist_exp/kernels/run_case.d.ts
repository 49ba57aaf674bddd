/** Inputs for a kernel's cases: the same for tests, verification and benchmarks. */
import type { Case } from "./case.js";
import { type HostArray } from "./compare.js";
import { type AnyKernel } from "./kernel.js";
/** Host values of every binding that is not scratch, by name; outputs hold what must be overwritten. */
export type CaseInputs = Record<string, HostArray>;
/** Draws the inputs of a case. Outputs are filled with NaN (all ones for integers), so that a missed write shows. */
export declare function caseInputs(kernel: AnyKernel, { params, samples }: Case<Readonly<Record<string, number>>>, seed: number): CaseInputs;
