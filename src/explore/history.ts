/** What undo and redo take back and bring back. Each is a line of the list of decisions, so that the list tells all of it. */

import { decisionKind } from "../review/decision.js";
import {
  activeDecisions,
  type Decision,
  isAbsorbed,
  type LoggedDecision,
  type Undo,
} from "../review/index.js";
import type { DecisionLine } from "./protocol.js";

type Log = readonly LoggedDecision[];

const isUndo = (line: Decision): line is LoggedDecision<Undo> => line.kind === "undo";
const undo = (of: number): Undo => ({ kind: "undo", of });

/** What a line decided, in words. */
export const describe = (line: Decision): string => decisionKind(line.kind)?.describe(line) ?? line.kind;

/** Lines to add, and what they do, in words. */
export interface Step {
  readonly lines: readonly Undo[];
  readonly text: string;
}

/**
 * Takes back the last decision that holds: for one that moved images to a new class both lines.
 * @param absorbed decisions about classes up to this one are part of the run.
 */
export function undoStep(log: Log, absorbed: number): Step | null {
  const active = activeDecisions(log, absorbed).filter((line) => !isAbsorbed(line, absorbed));
  const last = active.at(-1);
  if (!last) return null;
  const before = active.at(-2);
  const lines = before && madeFor(before, last) ? [undo(last.n), undo(before.n)] : [undo(last.n)];
  return { lines, text: describe(last) };
}

/**
 * Brings back what the last `undo` took, unless something was decided since.
 * @param absorbed as in `undoStep`: what was taken back before the run was made stays so.
 */
export function redoStep(log: Log, absorbed: number): Step | null {
  const waiting = waitingUndos(log);
  const last = waiting.at(-1);
  if (!last) return null;
  const lineOf = (n: number) => log.find((line) => line.n === n)!;
  const before = waiting.at(-2);
  const taken = lineOf(last.of);
  if (isAbsorbed(taken, absorbed)) return null;
  if (before && madeFor(taken, lineOf(before.of))) {
    return { lines: [undo(last.n), undo(before.n)], text: describe(lineOf(before.of)) };
  }
  return { lines: [undo(last.n)], text: describe(taken) };
}

/** Undos at the end of the list that were not undone themselves. */
function waitingUndos(log: Log): LoggedDecision<Undo>[] {
  const waiting: LoggedDecision<Undo>[] = [];
  for (const line of log) {
    if (!isUndo(line)) waiting.length = 0;
    else if (waiting.at(-1)?.n === line.of) waiting.pop();
    else waiting.push(line);
  }
  // Of an undo of an undo that is no redo, nothing is known.
  return waiting.some(({ of }) => isUndo(log.find(({ n }) => n === of) ?? { kind: "undo" })) ? [] : waiting;
}

/** Whether a class was made for images that were moved into it. */
function madeFor(made: LoggedDecision, moved: LoggedDecision): boolean {
  if (made.kind !== "add" || moved.kind !== "move" || moved.n !== made.n + 1) return false;
  return (made as unknown as { class: number }).class === (moved as unknown as { to: number | null }).to;
}

/** The last decisions, the newest first, and how many there are. */
export function shown(
  log: Log,
  count: number,
  absorbed: number,
): { readonly lines: DecisionLine[]; readonly count: number } {
  const active = new Set(activeDecisions(log, absorbed).map(({ n }) => n));
  const decisions = log.filter((line) => !isUndo(line));
  const lines = decisions
    .slice(-count)
    .reverse()
    .map((line) => ({ n: line.n, time: line.time, text: describe(line), undone: !active.has(line.n) }));
  return { lines, count: decisions.length };
}
