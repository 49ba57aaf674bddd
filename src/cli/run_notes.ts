/** What to say of corrections that are used only in part. */
import { counted } from "../format.js";
import type { Replayed, ReviewRun } from "../review/index.js";
import type { Output } from "./output.js";
import { printable } from "./printable.js";

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
  out.warn(
    printable(`${counted(vanished.length, "image")} of corrections are gone: ${names.join(", ")}${more}`),
  );
}
