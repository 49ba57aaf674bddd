/**
 * Classes after a person's decisions, from features:
 *
 * ```ts
 * const prior = { classOf: run.base.classOf, confidence: run.confidence };
 * const graph = await ReviewGraph.of(features, device); // once for a run: features is a Matrix [N, F]
 * const { state } = run.replay();
 * const fit = await refitClasses(graph, prior, state); // after each decision
 * const asked = questions(graph, fit, state, { count: 20 });
 *
 * // New images: features [M, F] and, where there is a model, its probabilities [M, P] with the id of each column.
 * const found = await classifyNew(device, {
 *   known: { features, state, prior, classOf: fit.classOf },
 *   images: { features: theirs, probabilities, places },
 * }); // found.classOf holds UNSORTED_CLASS where confidence is below the threshold
 * const proposals = await proposeClasses(device, featuresOfUnsorted); // groups that may be classes of their own
 * ```
 *
 * Everything here is deterministic: the same images and decisions give the same result.
 */
export { beliefsOf, type ClassBeliefs, type ReviewPrior } from "./beliefs.js";
export {
  type ClassifyNewInput,
  type ClassifyNewOptions,
  classifyNew,
  type NewClasses,
} from "./classify_new.js";
export { joinFeatures } from "./join_features.js";
export { type ClassProposal, type ProposeClassesOptions, proposeClasses } from "./propose_classes.js";
export { type QuestionBeliefs, type QuestionsOptions, questions, type ReviewQuestion } from "./questions.js";
export { type RefitClasses, type RefitOptions, refitClasses } from "./refit.js";
export { ReviewGraph, type ReviewGraphOptions } from "./review_graph.js";
