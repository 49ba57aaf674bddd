/** A run and what people decided about it, as commands begin with it. */
import { counted } from "../format.js";
import { type Replayed, ReviewRun, type ReviewState } from "../review/index.js";
import type { Output } from "./output.js";
import { printable } from "./printable.js";

/** Opens a run, and warns of decisions that could not be used. @throws as `ReviewRun.open` and `replay`. */
export async function openRun(
  folder: string,
  out: Output,
  signal: AbortSignal,
): Promise<{ readonly run: ReviewRun; readonly state: ReviewState }> {
  const run = await ReviewRun.open(folder, { signal });
  const replayed = run.replay();
  noteReplayed(out, run, replayed);
  return { run, state: replayed.state };
}

/** Names that a line holds. */
const SHOWN = 10;

/** Says which lines were cut off, which decisions do not fit any more, and which images are gone. */
export function noteReplayed(
  out: Output,
  { corrections }: Pick<ReviewRun, "corrections">,
  { refused, vanished }: Pick<Replayed, "refused" | "vanished">,
): void {
  for (const note of corrections.notes) out.warn(printable(note));
  for (const { decision, reason } of refused) {
    out.warn(printable(`decision ${decision.n} (${decision.kind}) is left out: ${reason}`));
  }
  if (vanished.length === 0) return;
  const more = vanished.length > SHOWN ? ` and ${vanished.length - SHOWN} more` : "";
  const names = vanished.slice(0, SHOWN).map(({ path }) => path);
  const are = vanished.length === 1 ? "is" : "are";
  out.warn(
    printable(
      `${counted(vanished.length, "image")} that decisions name ${are} not in the run any more: ${names.join(", ")}${more}`,
    ),
  );
}
