/** `skein names`: what the classes of a run could be called. */
import { join } from "node:path";
import { ArgumentError } from "../errors.js";
import { count, counted } from "../format.js";
import {
  CORRECTIONS,
  CorrectionsWriter,
  ReviewRun,
  type ReviewState,
  UNSORTED_CLASS,
} from "../review/index.js";
import { type NameProposal, proposeNames } from "../review/names/index.js";
import { isRunFolder } from "../review/run/is_run_folder.js";
import { lockRun } from "../review/run/run_lock.js";
import { VERSION } from "./about.js";
import { round } from "./assignments.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";
import { table } from "./table.js";

export interface ClassNamesOptions {
  readonly apply?: boolean;
  readonly minConfidence?: number;
  readonly json?: boolean;
}

export async function classNames(folder: string, options: ClassNamesOptions, out: Output): Promise<number> {
  const { apply = false, minConfidence } = options;
  if (minConfidence !== undefined && !apply) {
    throw new ArgumentError("--min-confidence is for --apply: give both, or neither");
  }
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  // Nobody else decides anything between what is read and what is written.
  const lock = apply && isRunFolder(folder) ? await lockRun(folder) : null;
  try {
    const run = await ReviewRun.open(folder, { signal });
    const { state } = run.replay();
    const classOf = state.classOf.map((id, image) => (state.ignored[image] ? UNSORTED_CLASS : id));
    const progress = countProgress(out, signal, "reading", "image");
    const proposals = await proposeNames(
      { names: run.images.map(({ path }) => path), files: run.files, classOf },
      { signal, onProgress: progress.update },
    ).finally(() => progress.stop());
    signal.throwIfAborted();
    const applied = apply ? await applyNames(run, state, proposals, minConfidence ?? 0.5) : [];
    const sizes = new Map<number, number>();
    for (const id of classOf) sizes.set(id, (sizes.get(id) ?? 0) + 1);
    if (options.json) {
      const json = { skein: VERSION, run: folder, proposals, applied };
      await out.data(`${JSON.stringify(json, null, 2)}\n`);
    } else {
      await out.result(textOf(state, sizes, proposals));
      if (apply) await out.result(`\n${counted(applied.length, "class")} named\n`);
    }
    return EXIT.success;
  } finally {
    lock?.release();
  }
}

/** Names classes that have no name. @returns what was decided. */
async function applyNames(
  run: ReviewRun,
  state: ReviewState,
  proposals: readonly NameProposal[],
  least: number,
): Promise<{ readonly class: number; readonly name: string }[]> {
  const best = new Map<number, NameProposal>();
  for (const proposal of proposals) if (!best.has(proposal.class)) best.set(proposal.class, proposal);
  const chosen = [...best.values()].filter(
    ({ class: id, confidence }) => confidence >= least && state.classes.get(id)?.name === null,
  );
  if (chosen.length === 0) return [];
  const writer = await CorrectionsWriter.open(join(run.folder, CORRECTIONS), run.corrections);
  try {
    const named = [];
    for (const { class: id, name } of chosen) {
      await writer.append({ kind: "name", class: id, name });
      named.push({ class: id, name });
    }
    return named;
  } finally {
    await writer.close();
  }
}

function textOf(
  { classes }: ReviewState,
  sizes: ReadonlyMap<number, number>,
  proposals: readonly NameProposal[],
): string {
  const rows = [...classes.values()]
    .sort((a, b) => a.id - b.id)
    .flatMap(({ id, name }) => {
      const own = proposals.filter((proposal) => proposal.class === id);
      const first = [String(id), name ?? "", count(sizes.get(id) ?? 0)];
      if (own.length === 0) return [[...first, "", "", "no word that tells it from others"]];
      return own.map((proposal, i) => [
        ...(i === 0 ? first : ["", "", ""]),
        proposal.name,
        String(round(proposal.confidence)),
        proposal.evidence,
      ]);
    });
  return table(["class", "<name", "images", "<proposal", "confidence", "<evidence"], rows);
}
