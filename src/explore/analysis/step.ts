/** Steps of what is computed of a run in the background. */
import type { Device } from "../../device/index.js";
import type { ReviewRun } from "../../review/index.js";
import type { DerivedFolder, Unread } from "./derived.js";

export interface StepContext {
  readonly run: ReviewRun;
  readonly derived: DerivedFolder;
  readonly device: Device;
  readonly onProgress: (done: number, total: number) => void;
}

export interface AnalysisStep {
  /** Of its file, too. */
  readonly name: string;
  /** What it does, for people: "computing features". */
  readonly what: string;
  /** The images that its file was made without; null where the file is not there. */
  unread(derived: DerivedFolder): Promise<Unread | null>;
  /** Leaves its file. @throws {SkeinError} where it cannot be, in words for people. */
  work(context: StepContext): Promise<void>;
}
