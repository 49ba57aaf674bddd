/** Reasons for which an image is odd. Each file of reasons/ registers its own. */
import { ArgumentError } from "../../errors.js";
import type { OutlierSet } from "./outlier_set.js";

/** An image that a reason holds for. */
export interface OutlierFinding {
  readonly image: number;
  /** What was measured, in the reason's unit. */
  readonly score: number;
  /** The score from which on the reason holds. */
  readonly threshold: number;
  /** For people: "12 x 9 pixels; the others have 640 x 480 in the middle". */
  readonly text: string;
}

export interface OutlierReason {
  readonly name: string;
  /** One line for a list: what is measured, the threshold and its source. */
  readonly about: string;
  find(set: OutlierSet): OutlierFinding[];
}

const reasons = new Map<string, OutlierReason>();

/** @throws {ArgumentError} when the name is taken. */
export function registerOutlierReason(reason: OutlierReason): void {
  if (reasons.has(reason.name)) {
    throw new ArgumentError(`registerOutlierReason: ${reason.name} is registered already: give another name`);
  }
  reasons.set(reason.name, reason);
}

/** All registered reasons, in the order in which they are told of. */
export const outlierReasons = (): OutlierReason[] => [...reasons.values()];

/** 0 at the threshold, and towards 1 the further the score lies beyond it, below or above. */
export function severityOf({ score, threshold }: Pick<OutlierFinding, "score" | "threshold">): number {
  const [less, more] = [Math.min(score, threshold), Math.max(score, threshold)];
  return more > 0 ? 1 - Math.max(0, less) / more : 0;
}
