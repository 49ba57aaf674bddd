export { compareLearners } from "./compare.js";
export { learners, registerLearner, } from "./registry.js";
//# sourceMappingURL=index.js.map