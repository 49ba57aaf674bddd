/** Kinds of decisions by name. Each file of decisions/ registers its own. */
import type * as z from "zod";
import { ArgumentError } from "../errors.js";
import type { CorrectionCommand } from "./correction_words.js";
import type { ReviewState } from "./state.js";

/** A decision of a person: its kind, and what that kind needs. */
export interface Decision {
  readonly kind: string;
}

/** A line of the file of corrections. */
export type LoggedDecision<D extends Decision = Decision> = D & {
  /** Numbers grow from line to line. */
  readonly n: number;
  /** When it was decided: ISO 8601, UTC. */
  readonly time: string;
};

export interface DecisionKind<D extends Decision = Decision> {
  readonly kind: D["kind"];
  /** One line for a list. */
  readonly about: string;
  readonly schema: z.ZodType<D>;
  /** Whether it changes which classes there are and not only where images lie: a later run keeps what became of it. Default false. */
  readonly onClasses?: boolean;
  /** The ids of classes that it makes. Default: none. */
  makes?(decision: D): readonly number[];
  /** Of a decision on classes, what a later run, which knows the classes already, still applies. Default: nothing. */
  again?(state: ReviewState, decision: LoggedDecision<D>): void;
  /**
   * Changes the state, all of it or nothing.
   * @throws {DataError} where the decision does not fit the state, in words for people.
   */
  apply(state: ReviewState, decision: LoggedDecision<D>): void;
  /** What was decided, in a few words: "merge classes 3 and 5". */
  describe(decision: D): string;
  /** How it is given to `skein correct`. */
  readonly command: CorrectionCommand<D>;
}

const kinds = new Map<string, DecisionKind>();

/** Has files of corrections know a kind of decision. @throws {ArgumentError} when the name is taken. */
export function registerDecision<D extends Decision>(kind: DecisionKind<D>): void {
  if (kinds.has(kind.kind)) {
    throw new ArgumentError(`registerDecision: ${kind.kind} is registered already: give another name`);
  }
  kinds.set(kind.kind, kind as unknown as DecisionKind);
}

export const decisionKind = (name: string): DecisionKind | undefined => kinds.get(name);

/** All registered kinds. */
export const registeredDecisions = (): DecisionKind[] => [...kinds.values()];
