export { families } from "./cases/index.js";
export { compareRuns } from "./compare.js";
export { peerDefinitions } from "./peers.js";
export { renderReport } from "./report.js";
export { readResult } from "./result.js";
export { runBench } from "./run.js";
export { parseShape, select } from "./select.js";
//# sourceMappingURL=index.js.map