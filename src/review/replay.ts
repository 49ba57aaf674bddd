/** From a run and a list of decisions to what the classes are now. */
import { DataError } from "../errors.js";
import { type Decision, decisionKind, type LoggedDecision } from "./decision.js";
import "./decisions/index.js";
import type { ImageKey } from "./image_key.js";
import { type ReviewBase, ReviewState, UNSORTED_CLASS } from "./state.js";

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

/**
 * The decisions that hold: neither taken back, nor an `undo`.
 * @param absorbed as in `ReviewBase`: decisions on classes up to it are not taken back, nor brought back, by later lines.
 */
export function activeDecisions(log: readonly LoggedDecision[], absorbed = 0): LoggedDecision[] {
  const undone = undoneLines(log, absorbed);
  return log.filter(({ n, kind }) => kind !== "undo" && !undone.has(n));
}

function undoneLines(log: readonly LoggedDecision[], absorbed: number): Set<number> {
  const undone = new Set<number>();
  const late = new Set(lateUndos(log, absorbed).map(({ n }) => n));
  // From the last to the first: an undo that was undone itself takes nothing back.
  for (const line of [...log].reverse()) {
    if (line.kind !== "undo" || undone.has(line.n) || late.has(line.n)) continue;
    const { of } = line as LoggedDecision<Undo>;
    if (of < line.n) undone.add(of);
  }
  return undone;
}

/** Whether a run's classes began with what a line decided. @param absorbed as in `ReviewBase`. */
export const isAbsorbed = ({ n, kind }: LoggedDecision, absorbed: number): boolean =>
  n <= absorbed && decisionKind(kind)?.onClasses === true;

/** Lines that take back a decision on classes of which the run knew when it was made. */
function lateUndos(log: readonly LoggedDecision[], absorbed: number): LoggedDecision<Undo>[] {
  if (absorbed === 0) return [];
  const lines = new Map(log.map((line) => [line.n, line]));
  return log.filter((line): line is LoggedDecision<Undo> => {
    if (line.kind !== "undo" || line.n <= absorbed) return false;
    const meant = decisionUndone(lines, line as LoggedDecision<Undo>);
    return meant !== undefined && isAbsorbed(meant, absorbed);
  });
}

/** The decision at the end of a chain of undos. */
function decisionUndone(
  lines: ReadonlyMap<number, LoggedDecision>,
  undo: LoggedDecision<Undo>,
): LoggedDecision | undefined {
  const line = lines.get(undo.of);
  return line?.kind === "undo" ? decisionUndone(lines, line as LoggedDecision<Undo>) : line;
}

const tooLate = (n: number) =>
  `decision ${n} is part of the classes that this run began with, and cannot be taken back: decide the opposite, such as a merge of what was split`;

/**
 * Checks that line `of` of the log can be taken back.
 * @throws {DataError} where there is no such line, it was taken back already, or the run began with what it decided.
 */
export function checkUndo(log: readonly LoggedDecision[], of: number, absorbed = 0): void {
  const line = log.find(({ n }) => n === of);
  if (!line)
    throw new DataError(`there is no decision ${of}: the numbers are those of the list of decisions`);
  const next = { n: (log.at(-1)?.n ?? 0) + 1, time: line.time, kind: "undo" as const, of };
  if (lateUndos([...log, next], absorbed).includes(next)) throw new DataError(tooLate(of));
  if (undoneLines(log, absorbed).has(of))
    throw new DataError(`decision ${of} was taken back already: give another`);
}

/**
 * Applies the decisions that hold, in their order.
 * @throws {DataError} where links contradict each other, naming all of them; nothing is applied then.
 */
export function replay(base: ReviewBase, log: readonly LoggedDecision[]): Replayed {
  const { absorbed = 0 } = base;
  const active = activeDecisions(log, absorbed);
  refuseContradictions(base, active);
  const state = new ReviewState(base);
  const refused: RefusedDecision[] = lateUndos(log, absorbed).map((decision) => ({
    decision,
    reason: tooLate(decision.of),
  }));
  for (const decision of active) {
    const kind = decisionKind(decision.kind)!;
    try {
      if (isAbsorbed(decision, absorbed)) kind.again?.(state, decision);
      else kind.apply(state, decision);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      refused.push({ decision, reason: error.message });
    }
  }
  // New images may lie in a class that a decision made, and that was taken back since.
  state.classOf.forEach((id, image) => {
    if (id !== UNSORTED_CLASS && !state.classes.has(id)) {
      state.classOf[image] = state.mergedInto.get(id) ?? UNSORTED_CLASS;
    }
  });
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
