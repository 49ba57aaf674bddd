/** Signals to stop, which processes get at different moments, or only some of them. */
import type { Collectives } from "./collectives.js";
import { gatherJson } from "./json.js";

/** A signal that is aborted on all processes by the same call of `ask`. */
export interface SharedSignal {
  readonly signal: AbortSignal;
  /** Whether any process was told to stop. All call it at the same step; of one process it costs nothing. */
  ask(): Promise<boolean>;
}

/**
 * @param own what this process hears: Ctrl-C, SIGTERM from a scheduler, a program's own wish.
 * @param reasonOf makes the reason for processes that were not told themselves, of the first that was, and of the message
 *   of its reason; default an `Error` with that message.
 */
export function shareSignal(
  ranks: Collectives,
  own: AbortSignal,
  reasonOf: (rank: number, message: string) => unknown = (_, message) => new Error(message),
): SharedSignal {
  if (ranks.size === 1) return { signal: own, ask: async () => own.aborted };
  const controller = new AbortController();
  const { signal } = controller;
  return {
    signal,
    async ask() {
      if (signal.aborted) return true;
      const { reason } = own;
      const told = own.aborted ? String(reason instanceof Error ? reason.message : reason) : null;
      const all = await gatherJson(ranks, told);
      const rank = all.findIndex((message) => message !== null);
      if (rank !== -1) controller.abort(told === null ? reasonOf(rank, all[rank]!) : reason);
      return signal.aborted;
    },
  };
}
