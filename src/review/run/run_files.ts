/** The files in a run's folder. */
import { CORRECTIONS } from "../corrections_file.js";
import { RUN_LOCK } from "./run_lock.js";

/** What a run leaves, the model first. */
export const RUN_FILES = [
  "model.safetensors",
  "assignments.csv",
  "classes.json",
  "history.csv",
  "metrics.json",
  "report.html",
] as const;

export const CHECKPOINT = "checkpoint.safetensors";

/** Names that nothing but a run and its reviewers write. */
export const OWN_FILES: readonly string[] = [...RUN_FILES, CHECKPOINT, CORRECTIONS, RUN_LOCK];
