export { families } from "./cases/index.js";
export { type ComparedRuns, compareRuns } from "./compare.js";
export { peerDefinitions } from "./peers.js";
export { renderReport } from "./report.js";
export { type BenchResult, readResult } from "./result.js";
export { type BenchDevice, runBench } from "./run.js";
export { parseShape, select } from "./select.js";
