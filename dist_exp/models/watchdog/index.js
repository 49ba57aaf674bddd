export { registerCheck } from "./check.js";
export { watchClustering } from "./watch.js";
//# sourceMappingURL=index.js.map