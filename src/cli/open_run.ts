/** A run and what people decided about it, as commands begin with it. */
import { counted } from "../format.js";
import { ReviewRun, type ReviewState } from "../review/index.js";
import type { Output } from "./output.js";

/** Opens a run, and warns of decisions that could not be used. @throws as `ReviewRun.open` and `replay`. */
export async function openRun(
  folder: string,
  out: Output,
  signal: AbortSignal,
): Promise<{ readonly run: ReviewRun; readonly state: ReviewState }> {
  const run = await ReviewRun.open(folder, { signal });
  const { state, refused, vanished } = run.replay();
  for (const note of run.corrections.notes) out.warn(note);
  for (const { decision, reason } of refused) out.warn(`decision ${decision.n} is left out: ${reason}`);
  if (vanished.length > 0) {
    const are = vanished.length === 1 ? "is" : "are";
    out.warn(
      `${counted(vanished.length, "image")} that decisions name ${are} not in the run any more: ${vanished[0]!.path}`,
    );
  }
  return { run, state };
}
