/** The folder of results over shards: a table and a record for each shard, and what they come to together. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import type { Shard, Shards } from "../../data/shards/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import { removeTemporaries, writeFileAtomically } from "../../io/atomic_file.js";
import { hashFile } from "../../io/node/hash_file.js";
import { type Held, Lock } from "../../io/node/lock.js";
import { CHECKPOINT, RUN_FILES } from "../../review/run/run_files.js";

const sha256 = z.string();
const VERSION = 1;
/** Of records, and of the summary. */
export const FORMATS = ["skein-shard-predictions", "skein-predictions"] as const;

const record = z.object({
  format: z.literal(FORMATS[0]),
  version: z.literal(VERSION),
  /** What was asked for: model, decisions, options. */
  job: sha256,
  shard: z.object({ sha256, bytes: z.int(), images: z.int() }),
  /** Rows of the tables. */
  rows: z.int().min(0),
  /** Images that could not be used. */
  skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** By column of the classes: images, and the sum of their confidences. */
  classes: z.array(z.object({ images: z.int().min(0), confidence: z.number() })),
  /** SHA-256 of each file of results. */
  files: z.record(z.string(), sha256),
});

/** What is known of a shard that is done. */
export type ShardRecord = Omit<z.output<typeof record>, "format" | "version" | "job">;

/** Time for a process on another machine to write the summary. */
const PATIENCE_MS = 60_000;

export const SUMMARY = "predictions.json";

/** What the records of all shards come to. */
export interface Totals {
  readonly shards: number;
  /** Images of the shards: rows, and images that could not be used. */
  readonly images: number;
  readonly rows: number;
  readonly skipped: number;
  readonly classes: readonly { readonly images: number; readonly confidence: number }[];
}

export class ShardResults {
  readonly folder: string;
  readonly #job: string;
  readonly #force: boolean;

  /** @param job what was asked for, as a hash: results of another are refused, or replaced with `force`. */
  constructor(folder: string, job: string, { force = false }: { readonly force?: boolean } = {}) {
    this.folder = folder;
    this.#job = job;
    this.#force = force;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** Has this process alone work on a shard: the lock, or who has it. */
  claim({ name }: Shard): Promise<Lock | Held> {
    return Lock.tryAcquire(this.file(`.${name}.lock`));
  }

  /**
   * The record of a shard whose results are there, whole, and of this job and the shard as it is now; else null.
   * @param quickly by the record alone: no file is read again.
   * @throws {ArgumentError} where they are of another job.
   */
  async complete(shard: Shard, { quickly = false } = {}): Promise<ShardRecord | null> {
    const path = this.file(`${shard.name}.json`);
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) return null;
    const parsed = record.safeParse(tryJson(text));
    if (!parsed.success) return null;
    const { job, format, version, ...done } = parsed.data;
    if (job !== this.#job) {
      if (this.#force) return null;
      throw new ArgumentError(
        `${path} is of another model, other classes or options: choose another --out, or replace the results with --force`,
      );
    }
    if (quickly) return shard.known === null || shard.known.sha256 === done.shard.sha256 ? done : null;
    if (!(await isOf(done, shard))) return null;
    for (const [name, hash] of Object.entries(done.files)) {
      const found = await hashFile(this.file(name)).catch(() => null);
      if (found?.toString("hex") !== hash) return null;
    }
    return done;
  }

  /**
   * Takes away what killed processes left of a shard's files, or of the summary, for whoever has its lock.
   * @returns the mark of temporary files of these.
   */
  async clear(name: string): Promise<string> {
    await removeTemporaries(this.folder, markOf(name));
    return markOf(name);
  }

  /**
   * Whether what is written would replace nothing but results of this command, of whatever job.
   * @throws {ArgumentError} where the folder holds a run, or another file of a result's name.
   */
  async requireOwn(shards: readonly Shard[]): Promise<void> {
    const there = new Set(await readdir(this.folder));
    const run = [RUN_FILES[0], CHECKPOINT].find((name) => there.has(name));
    if (run !== undefined) {
      throw new ArgumentError(`--out ${this.folder} holds a run (${run}): choose another folder`);
    }
    const foreign: string[] = [];
    let own = false;
    for (const name of [SUMMARY, ...shards.map((shard) => `${shard.name}.json`)]) {
      if (!there.has(name)) continue;
      const found = tryJson(await readFile(this.file(name), "utf8")) as { format?: unknown } | null;
      if (FORMATS.some((format) => found?.format === format)) own = true;
      else if (found !== null) throw this.#foreign(name);
      else foreign.push(name);
    }
    for (const { name } of shards) {
      // The table comes before the record: a process is at work, or was killed.
      if (there.has(`.${name}.lock`)) own = true;
      if (there.has(`${name}.json`)) continue;
      foreign.push(...[`${name}.csv`, `${name}.npy`].filter((file) => there.has(file)));
    }
    if (foreign.length === 0 || own) return;
    throw this.#foreign(foreign[0]!);
  }

  #foreign(name: string): ArgumentError {
    return new ArgumentError(
      `${this.file(name)} would be replaced, and is no result of this command: choose another --out, or move the file away`,
    );
  }

  /** Writes the record of a shard, after its files. */
  async finish({ name }: Shard, done: ShardRecord): Promise<void> {
    const facts = { format: FORMATS[0], version: VERSION, job: this.#job, ...done };
    const mark = markOf(name);
    await writeFileAtomically(this.file(`${name}.json`), `${JSON.stringify(facts)}\n`, { plain: true, mark });
  }

  /** Shards of the set that have a record. */
  async countDone(shards: readonly Shard[]): Promise<number> {
    const names = new Set(await readdir(this.folder));
    return shards.reduce((sum, { name }) => sum + (names.has(`${name}.json`) ? 1 : 0), 0);
  }

  /**
   * Where all shards are done: checks each file of results, and has `write` write the summary. Several processes may call it; the
   * last one finds all that the others did. One that runs is waited for; one on another machine for a time, as it may have ended.
   *
   * @returns null where shards are missing, or who has the summary and may not give it back.
   * @throws the reason of `signal` if it aborts; {DataError} where the results do not add up to the images of the shards.
   */
  async summarize(
    { shards, images, source }: Shards,
    write: (totals: Totals) => string,
    { signal, patience = PATIENCE_MS }: { readonly signal: AbortSignal; readonly patience?: number },
  ): Promise<Totals | Held | null> {
    const lock = await this.#wait(`.${SUMMARY}.lock`, signal, patience);
    if (!(lock instanceof Lock)) return lock;
    try {
      let totals: Totals | null = null;
      for (const shard of shards) {
        signal.throwIfAborted();
        const done = await this.complete(shard);
        if (done === null) return null;
        totals = added(totals, done);
        if (done.rows + done.skipped.length !== done.shard.images) {
          throw new DataError(
            `${shard.path} has ${done.shard.images} images, and its results ${done.rows} rows and ${done.skipped.length} skipped: remove ${this.file(`${shard.name}.json`)}, and run the command again.`,
          );
        }
      }
      if (totals === null) return null;
      if (images !== null && totals.images !== images) {
        throw new DataError(
          `${source} has ${images} images, and the results ${totals.images}: write the shards again.`,
        );
      }
      const mark = await this.clear(SUMMARY);
      await writeFileAtomically(this.file(SUMMARY), write(totals), { plain: true, mark });
      return totals;
    } finally {
      lock.release();
    }
  }

  async #wait(name: string, signal: AbortSignal, patience: number): Promise<Lock | Held> {
    for (const began = performance.now(); ; ) {
      signal.throwIfAborted();
      const lock = await Lock.tryAcquire(this.file(name));
      if (lock instanceof Lock || (!lock.running && performance.now() - began >= patience)) return lock;
      await setTimeout(100);
    }
  }
}

/** By a hash, as names may be long and have any characters. */
const markOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 12);

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether results are of the shard as it is now: by its manifest, or else by its bytes. */
async function isOf({ shard: was }: ShardRecord, { path, known }: Shard): Promise<boolean> {
  if (known !== null) return known.sha256 === was.sha256 && known.images === was.images;
  const found = await stat(path).catch(() => null);
  return found?.size === was.bytes && (await hashFile(path)).toString("hex") === was.sha256;
}

function added(totals: Totals | null, { shard, rows, skipped, classes }: ShardRecord): Totals {
  const before = totals ?? { shards: 0, images: 0, rows: 0, skipped: 0, classes: [] };
  return {
    shards: before.shards + 1,
    images: before.images + shard.images,
    rows: before.rows + rows,
    skipped: before.skipped + skipped.length,
    classes: classes.map(({ images, confidence }, i) => ({
      images: images + (before.classes[i]?.images ?? 0),
      confidence: confidence + (before.classes[i]?.confidence ?? 0),
    })),
  };
}
