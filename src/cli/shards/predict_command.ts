/** `skein predict --shards`: the class of each image of a set of shards, in a table for each shard. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { openShards } from "../../data/shards/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import { count, counted } from "../../format.js";
import { ensureFolder } from "../../io/atomic_file.js";
import { currentKeys } from "../../io/keys.js";
import { hashFile } from "../../io/node/hash_file.js";
import { alone, type Collectives } from "../../parallel/index.js";
import { CLASSES, CORRECTIONS, UNSORTED_CLASS } from "../../review/index.js";
import { round } from "../assignments.js";
import { EXIT } from "../exit_codes.js";
import { InterruptListener } from "../interrupt.js";
import { KnownClasses } from "../known_classes.js";
import { loadSorter } from "../load_sorter.js";
import { Output } from "../output.js";
import type { PredictOptions } from "../predict.js";
import { requireTop, shownClasses } from "../prediction_rows.js";
import { countProgress } from "../progress.js";
import { predictShards, type ShardsOutcome } from "./predict_shards.js";
import { FORMATS, ShardResults, SUMMARY, type Totals } from "./results.js";

export interface ShardPredictOptions extends PredictOptions {
  readonly shards: string;
  readonly model?: string;
  readonly features?: boolean;
  readonly force?: boolean;
}

/** Options that one table of all images has, and tables of shards have not. */
const NOT_FOR_SHARDS = ["sortInto", "copy", "add", "json"] as const;

/** @param ranks of the job that this process is of. */
export async function predictOverShards(
  options: ShardPredictOptions,
  given: Output,
  ranks: Collectives = alone,
): Promise<number> {
  const {
    shards: source,
    model: path,
    out: folder,
    top = 1,
    features = false,
    force,
    raw,
    maxPixels,
  } = options;
  const wrong = NOT_FOR_SHARDS.find((name) => options[name]);
  if (wrong) throw new ArgumentError(`--${kebab(wrong)} is not for --shards: leave it out`);
  if (path === undefined) throw new ArgumentError("--shards needs a model: add --model model.safetensors");
  if (folder === undefined)
    throw new ArgumentError("--shards needs a folder for the results: add --out <dir>");
  if (currentKeys().seal) {
    throw new ArgumentError(
      "results over shards are not encrypted: leave out --encrypt and --recipient, or keep them on an encrypted disk",
    );
  }
  const out = ranks.rank === 0 ? given : new Output({ quiet: true });
  const shards = await openShards(source);
  for (const { path: shard, name } of shards.shards) {
    if (`${name}.json` === SUMMARY) throw new DataError(`${shard} has the name of the summary: rename it.`);
    if (resolve(dirname(shard)) === resolve(folder)) {
      throw new ArgumentError(`--out ${folder} is the folder of the shards: choose another one`);
    }
  }
  using interrupt = new InterruptListener(given);
  interrupt.message = "Stopping. The same command goes on from here.";
  const { signal } = interrupt;
  const loaded = await loadSorter(path, options.device);
  try {
    const classes = await KnownClasses.open(path, loaded, { raw, out });
    requireTop(top, classes);
    await ensureFolder(folder);
    const job = await identityOf(path, { raw: raw ?? false, top, features, maxPixels: String(maxPixels) });
    const results = new ShardResults(folder, job, { ...(force && { force }) });
    await results.requireOwn(shards.shards);
    const progress = countProgress(out, signal, "predicting", "shard");
    const shown = shownClasses(loaded, classes);
    const summary = (totals: Totals) =>
      summaryText(totals, { shown, classes, supervised: loaded.supervised });
    const work = { model: loaded, classes, results, top, features, maxPixels, signal };
    const outcome = await predictShards({
      ...work,
      shards,
      summary,
      ranks,
      onProgress: progress.update,
    }).finally(progress.stop);
    return ranks.rank === 0 ? report(outcome, shards.shards.length, folder, out) : codeOf(outcome);
  } finally {
    await loaded.close();
  }
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A hash of all that results depend on beside the shards: the model's file, what people decided about its classes, options. */
async function identityOf(model: string, options: Record<string, unknown>): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(options));
  hash.update(await hashFile(model));
  if (!options.raw) {
    for (const name of [CLASSES, CORRECTIONS]) {
      hash.update(name).update(await readFile(join(dirname(model), name)).catch(() => ""));
    }
  }
  return hash.digest("hex");
}

interface Summarized {
  readonly shown: ReturnType<typeof shownClasses>;
  readonly classes: KnownClasses;
  readonly supervised: boolean;
}

function summaryText(
  { shards, images, rows, skipped, classes: sums }: Totals,
  { shown, classes }: Summarized,
): string {
  const rowsOfClasses = sums.map((sum, column) => ({
    [shown.key]: shown.idOf(column),
    ...(shown.nameOf && { name: shown.nameOf(column) }),
    images: sum.images,
    meanConfidence: sum.images === 0 ? null : round(sum.confidence / sum.images),
  }));
  const listed = rowsOfClasses.filter(
    (_, column) => sums[column]!.images > 0 || classes.columns[column]!.id !== UNSORTED_CLASS,
  );
  const facts = { format: FORMATS[1], version: 1, shards, images, rows, skipped, classes: listed };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

/** Says how it ended; returns the exit code. */
function report(outcome: ShardsOutcome, shards: number, folder: string, out: Output): number {
  const { totals, failures, troubles, computed, kept, elsewhere } = outcome;
  for (const { rank, message } of troubles) out.warn(`rank ${rank}: ${message}`);
  if (failures.length > 0) {
    out.warn(`${counted(failures.length, "shard")} could not be predicted:`);
    for (const failure of failures) out.warn(`  ${failure}`);
    out.warn("Correct that and run the same command again: it keeps the shards that are done.");
  }
  const done = `${count(computed)} of ${counted(shards, "shard")} predicted${kept > 0 ? `, ${count(kept)} found done and kept` : ""}`;
  if (totals === null) {
    out.note(`${done}: ${folder}`);
    const lost = elsewhere.filter(({ running }) => !running);
    for (const { name, holder } of elsewhere.filter(({ running }) => running))
      out.note(`  ${name}: ${holder}`);
    if (elsewhere.length > lost.length) {
      out.note("Other processes have these: the last one writes the summary.");
    }
    if (lost.length > 0) {
      out.warn("Not done, and not by a process of this machine:");
      for (const { name, holder } of lost) out.warn(`  ${name}: ${holder}`);
      out.warn(
        "When those processes have ended, run the same command again: it keeps the shards that are done.",
      );
    }
  } else {
    const left =
      totals.skipped > 0
        ? `, ${count(totals.skipped)} of them could not be used (the records list them)`
        : "";
    out.note(`${done}: ${counted(totals.images, "image")}${left}, each in one row: ${join(folder, SUMMARY)}`);
  }
  return codeOf(outcome);
}

function codeOf({ failures, troubles, totals, elsewhere }: ShardsOutcome): number {
  if (troubles.length > 0) return Math.max(...troubles.map(({ exitCode }) => exitCode));
  if (failures.length > 0 || totals?.rows === 0) return EXIT.usage;
  return elsewhere.some(({ running }) => !running) ? EXIT.failure : EXIT.success;
}
