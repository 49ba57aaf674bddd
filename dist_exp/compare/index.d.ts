export { type CompareOptions, compareLearners } from "./compare.js";
export type { ComparedImages } from "./data.js";
export { type Learner, type LearnerChoice, type LearnerDefinition, type LearnerOptions, learners, registerLearner, } from "./registry.js";
export type { ComparisonRow, LearnerComparison, LearnerResult, LearnerScores, RateResult, } from "./result.js";
