export { type Check, type Finding, registerCheck, type Severity } from "./check.js";
export { type WatchOptions, watchClustering } from "./watch.js";
