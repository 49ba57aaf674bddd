/** Ids for classes that are made. */
import { decisionKind, type LoggedDecision } from "../decision.js";
import type { RunClasses } from "./classes_file.js";

/** The least id that no class has had, those of decisions included that were taken back. */
export function nextClassId({ nextId }: Pick<RunClasses, "nextId">, log: readonly LoggedDecision[]): number {
  const made = log.flatMap((decision) => decisionKind(decision.kind)?.makes?.(decision) ?? []);
  return made.reduce((next, id) => Math.max(next, id + 1), nextId);
}
