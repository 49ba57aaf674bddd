/** Signs that a clustering went wrong, found without labels. */
import { ArgumentError } from "../../errors.js";
import type { WatchStudy } from "./study.js";

/** "failed": the classes mean nothing, or something else than the user wants. "doubtful": look before use. */
export type Severity = "failed" | "doubtful" | "note";

/** One sign that a clustering may have gone wrong. */
export interface Finding {
  /** The check that found it: "statistic". */
  readonly check: string;
  readonly severity: Severity;
  /** The classes that it is about; none where it is about all. */
  readonly classes: readonly number[];
  /** One sentence for people, with the remedy. */
  readonly message: string;
}

/** One way in which a clustering can have gone wrong; `watchClustering` looks at all of them. */
export interface Check {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  /** What it finds; nothing where all is well, or where the study lacks what it looks at. */
  look(study: WatchStudy): Promise<readonly Omit<Finding, "check">[]>;
}

const known = new Map<string, Check>();

/**
 * Has a check take part in `watchClustering`.
 * @throws {ArgumentError} if the name is taken.
 */
export function registerCheck(check: Check): void {
  if (known.has(check.name)) {
    throw new ArgumentError(`check ${check.name} is registered already: give another name`);
  }
  known.set(check.name, check);
}

/** All checks, in the order in which they were registered. */
export function checks(): Check[] {
  return [...known.values()];
}
