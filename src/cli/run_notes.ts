/** What to say of the decisions about a run. */
import { counted } from "../format.js";
import type { Replayed, ReviewRun } from "../review/index.js";
import type { Output } from "./output.js";

/** Names that a note lists. */
const LISTED = 5;

/** Says which lines and decisions are left out, and which images are gone. */
export function noteRefused(out: Output, { corrections }: ReviewRun, { refused, vanished }: Replayed): void {
  for (const note of corrections.notes) out.warn(note);
  for (const { decision, reason } of refused) out.warn(`decision ${decision.n} is left out: ${reason}`);
  if (vanished.length === 0) return;
  const names = vanished.slice(0, LISTED).map(({ path }) => path);
  const more = vanished.length > LISTED ? ", ..." : "";
  out.warn(
    `${counted(vanished.length, "image")} with decisions are not in the run: ${names.join(", ")}${more}`,
  );
}
