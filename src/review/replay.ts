/** From a run and a list of decisions to what the classes are now. */
import { DataError } from "../errors.js";
import { type Decision, decisionKind, type LoggedDecision } from "./decision.js";
import "./decisions/index.js";
import type { ImageKey } from "./image_key.js";
import { type ReviewBase, ReviewState } from "./state.js";

/** Takes back a decision, or with its own number another `undo`, which brings the decision back. */
export interface Undo extends Decision {
  readonly kind: "undo";
  /** The number of the line that is taken back. */
  readonly of: number;
}

/** A decision that does not fit what it is applied to. */
export interface RefusedDecision {
  readonly decision: LoggedDecision;
  readonly reason: string;
}

export interface Replayed {
  readonly state: ReviewState;
  /** Decisions that were left out, since they do not fit this run any more. */
  readonly refused: readonly RefusedDecision[];
  /** Images that decisions name and that are not there any more. */
  readonly vanished: readonly ImageKey[];
}

/** The decisions that hold: neither taken back, nor an `undo`. */
export function activeDecisions(log: readonly LoggedDecision[]): LoggedDecision[] {
  const undone = new Set<number>();
  // From the last to the first: an undo that was undone itself takes nothing back.
  for (const line of [...log].reverse()) {
    if (line.kind !== "undo" || undone.has(line.n)) continue;
    const { of } = line as LoggedDecision<Undo>;
    if (of < line.n) undone.add(of);
  }
  return log.filter(({ n, kind }) => kind !== "undo" && !undone.has(n));
}

/**
 * Applies the decisions that hold, in their order.
 * @throws {DataError} where links contradict each other, naming all of them; nothing is applied then.
 */
export function replay(base: ReviewBase, log: readonly LoggedDecision[]): Replayed {
  const { absorbed = 0 } = base;
  const active = activeDecisions(log).filter(({ n, kind }) => n > absorbed || !decisionKind(kind)!.onClasses);
  refuseContradictions(base, active);
  const state = new ReviewState(base);
  const refused: RefusedDecision[] = [];
  for (const decision of active) {
    try {
      decisionKind(decision.kind)!.apply(state, decision);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      refused.push({ decision, reason: error.message });
    }
  }
  return { state, refused, vanished: vanishedOf(state, active) };
}

const LINKS = new Set(["must-link", "cannot-link"]);

/** Links alone, so that the order of other decisions changes nothing. */
function refuseContradictions(base: ReviewBase, active: readonly LoggedDecision[]): void {
  // In one class that nothing locks, a link fails for no other reason than another link.
  const state = new ReviewState({ ...base, classOf: new Int32Array(base.images.length) });
  const found: string[] = [];
  for (const decision of active.filter(({ kind }) => LINKS.has(kind))) {
    try {
      decisionKind(decision.kind)!.apply(state, decision);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      found.push(`decision ${decision.n}: ${error.message}`);
    }
  }
  if (found.length === 0) return;
  throw new DataError(`links contradict each other, and no correction was applied: ${found.join("; ")}`);
}

/** Images that decisions name, wherever they stand in them, and that are not there. */
function missingOf(state: ReviewState, value: unknown): readonly ImageKey[] {
  if (typeof value !== "object" || value === null) return [];
  if (isKey(value)) return state.index.find(value) === undefined ? [value] : [];
  if (Array.isArray(value) && value.length > 0 && value.every(isKey))
    return state.index.findAll(value).missing;
  return Object.values(value).flatMap((part) => missingOf(state, part));
}

const isKey = (value: unknown): value is ImageKey =>
  typeof value === "object" && value !== null && "path" in value && "hash" in value;

function vanishedOf(state: ReviewState, active: readonly LoggedDecision[]): ImageKey[] {
  const vanished = new Map<string, ImageKey>();
  for (const key of active.flatMap((decision) => missingOf(state, decision))) {
    vanished.set(`${key.hash} ${key.path}`, key);
  }
  return [...vanished.values()];
}
