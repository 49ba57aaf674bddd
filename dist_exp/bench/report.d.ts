import type { ComparedRuns } from "./compare.js";
import type { BenchResult } from "./result.js";
export declare function renderReport(result: BenchResult, compared?: ComparedRuns | null): string;
