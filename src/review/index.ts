/** Corrections of a clustering by a person: what was decided, and what the classes are then. */

export type { CorrectionCommand, CorrectionOptions, CorrectionWords } from "./correction_words.js";
export {
  CORRECTIONS,
  CorrectionsWriter,
  parseDecision,
  type ReadCorrections,
  readCorrections,
} from "./corrections_file.js";
export {
  type Decision,
  type DecisionKind,
  decisionKind,
  type LoggedDecision,
  registerDecision,
  registeredDecisions,
} from "./decision.js";
export { ImageIndex, type ImageKey } from "./image_key.js";
export { type ClassMatch, matchClasses } from "./match_classes.js";
export {
  activeDecisions,
  checkUndo,
  isAbsorbed,
  type RefusedDecision,
  type Replayed,
  replay,
  type Undo,
} from "./replay.js";
export { CLASSES, type RunClasses, readClasses, writeClasses } from "./run/classes_file.js";
export {
  type ClassChanges,
  type ContinuedClasses,
  changesText,
  continueClasses,
  type EarlierRun,
  type FoundClasses,
} from "./run/continue_classes.js";
export { fileHashes, imageHashes } from "./run/image_hashes.js";
export { nextClassId } from "./run/next_class_id.js";
export { linkedApart, partLinked } from "./run/part_linked.js";
export { ASSIGNMENTS, EARLIER, METRICS, MODEL, type OpenRunOptions, ReviewRun } from "./run/review_run.js";
export { type ReadRunImages, RunImages } from "./run/run_images.js";
export { type ReviewBase, type ReviewClass, ReviewState, UNSORTED_CLASS } from "./state.js";
