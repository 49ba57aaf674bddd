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
  const refused = lateUndos(log, absorbed);
  const late = new Set(refused.map(({ decision }) => decision.n));
  const active = activeDecisions(log.filter(({ n }) => !late.has(n)));
  refuseContradictions(base, active);
  const state = new ReviewState(base);
  for (const decision of active) {
    try {
      if (decision.n > absorbed) decisionKind(decision.kind)!.apply(state, decision);
      else applyAbsorbed(state, decision);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      refused.push({ decision, reason: error.message });
    }
  }
  return { state, refused, vanished: vanishedOf(state, active) };
}

function applyAbsorbed(state: ReviewState, decision: LoggedDecision): void {
  const kind = decisionKind(decision.kind)!;
  if (kind.absorbed) kind.absorbed(state, decision);
  else if (!kind.onClasses) kind.apply(state, decision);
}

/**
 * Whether a decision is part of a run that was made after it, and cannot be undone.
 * @param absorbed see `ReviewBase`.
 */
function isSettled({ n, kind }: LoggedDecision, absorbed: number): boolean {
  const { onClasses = false, settles = onClasses } = decisionKind(kind) ?? {};
  return n <= absorbed && settles;
}

/** Undos that were written after a run was made, and would take back what that run is made of. */
function lateUndos(log: readonly LoggedDecision[], absorbed: number): RefusedDecision[] {
  const byNumber = new Map(log.map((decision) => [decision.n, decision]));
  /** What an undo takes back in the end: of an undo of an undo, the decision that it brings back. */
  const target = (decision: LoggedDecision): LoggedDecision | undefined => {
    const of = decision.kind === "undo" ? byNumber.get((decision as LoggedDecision<Undo>).of) : decision;
    return of === decision || of === undefined ? of : target(of);
  };
  return log.flatMap((decision) => {
    if (decision.kind !== "undo" || decision.n <= absorbed) return [];
    const of = target(decision);
    if (of === undefined || !isSettled(of, absorbed)) return [];
    const { describe } = decisionKind(of.kind)!;
    return [
      {
        decision,
        reason: `decision ${of.n} (${describe(of)}) is part of the run, which was made after it: decide anew instead of undoing it`,
      },
    ];
  });
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

/** All images that decisions name, wherever they stand in them. */
function namedImages(value: unknown): ImageKey[] {
  if (typeof value !== "object" || value === null) return [];
  if ("path" in value && "hash" in value) return [value as ImageKey];
  return Object.values(value).flatMap(namedImages);
}

function vanishedOf(state: ReviewState, active: readonly LoggedDecision[]): ImageKey[] {
  const vanished = new Map<string, ImageKey>();
  for (const key of active.flatMap(namedImages)) {
    if (state.index.find(key) === undefined) vanished.set(`${key.hash} ${key.path}`, key);
  }
  return [...vanished.values()];
}
