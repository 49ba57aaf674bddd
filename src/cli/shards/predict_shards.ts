/**
 * Prediction over shards by any number of processes: those of a job, which begin with different shards, and ones that were started
 * one by one. Whoever takes a shard claims it; what is done is kept, and the files are the same whoever did which.
 */
import type { Shard, Shards } from "../../data/shards/index.js";
import { DataError } from "../../errors.js";
import { type Held, Lock } from "../../io/node/lock.js";
import type { Collectives } from "../../parallel/index.js";
import { exitCodeOf } from "../exit_codes.js";
import { predictShard, type ShardWork } from "./predict_shard.js";
import { SUMMARY, type Totals } from "./results.js";

interface Elsewhere extends Held {
  readonly name: string;
}

/** What one process did. */
interface Part {
  /** Shards that it predicted. */
  readonly computed: number;
  /** Shards whose results it found, whole. */
  readonly kept: number;
  /** Sentences about shards that cannot be read. */
  readonly failures: readonly string[];
  /** Shards that another process had, and which one. */
  readonly elsewhere: readonly Elsewhere[];
}

/** What all processes of the job did. */
export interface ShardsOutcome extends Part {
  /** Null where shards are not done: they cannot be read, or another process has them. */
  readonly totals: Totals | null;
  /** What went wrong on other ranks, each with the exit code that its own process ends with. */
  readonly troubles: readonly {
    readonly rank: number;
    readonly message: string;
    readonly exitCode: number;
  }[];
}

export interface PredictShardsOptions extends ShardWork {
  readonly shards: Shards;
  /** The summary's text. */
  readonly summary: (totals: Totals) => string;
  readonly ranks: Collectives;
  /** Called after each shard, with the shards that are done by all processes. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Predicts the shards that are not done. A shard that cannot be read does not keep the others from being predicted.
 *
 * @throws what kept this process from going on; only after all processes of the job have ended their part.
 */
export async function predictShards(options: PredictShardsOptions): Promise<ShardsOutcome> {
  const { ranks, results, shards, summary } = options;
  const own = await work(options).then(
    (part) => ({ part, error: null }),
    (error: unknown) => ({ part: null, error }),
  );
  const told = own.part ?? { message: String((own.error as Error).message), exitCode: exitCodeOf(own.error) };
  const all = (await ranks.allGather(Buffer.from(JSON.stringify(told)))).map(
    (bytes) => JSON.parse(Buffer.from(bytes).toString()) as Part | { message: string; exitCode: number },
  );
  if (own.error !== null) throw own.error;
  const parts = all.filter((one): one is Part => !("message" in one));
  const troubles = all.flatMap((one, rank) => ("message" in one ? [{ rank, ...one }] : []));
  const failures = [...new Set(parts.flatMap((part) => part.failures))];
  const summed =
    ranks.rank === 0 && failures.length === 0 && troubles.length === 0
      ? await results.summarize(shards, summary, options)
      : null;
  const held = summed !== null && "holder" in summed ? [{ name: SUMMARY, ...summed }] : null;
  const totals = held ? null : (summed as Totals | null);
  const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const computed = sum((part) => part.computed);
  return {
    totals,
    failures,
    troubles,
    computed,
    kept: Math.min(
      sum((part) => part.kept),
      shards.shards.length - computed - failures.length,
    ),
    // Rank 0 speaks for all.
    elsewhere: held ?? (totals === null && ranks.rank === 0 ? await stillElsewhere(options, parts) : []),
  };
}

/** Those that are not done by now, each once. */
async function stillElsewhere(
  { shards, results }: PredictShardsOptions,
  parts: readonly Part[],
): Promise<Part["elsewhere"]> {
  const held = new Map(parts.flatMap(({ elsewhere }) => elsewhere.map((one) => [one.name, one])));
  for (const shard of shards.shards) {
    if (held.has(shard.name) && (await results.complete(shard, { quickly: true }))) held.delete(shard.name);
  }
  return [...held.values()];
}

/** One process's part: its own shards, then those that nobody has begun, then what another one left. */
async function work(options: PredictShardsOptions): Promise<Part> {
  const { shards, ranks, results, onProgress, signal } = options;
  let [computed, kept] = [0, 0];
  const failures: string[] = [];
  const take = async ({ shard, own }: Turn): Promise<Held | null> => {
    signal.throwIfAborted();
    const claim = await results.claim(shard);
    if (!(claim instanceof Lock)) return claim;
    try {
      if (await results.complete(shard, { quickly: !own })) {
        kept++;
      } else {
        await predictShard(shard, options);
        computed++;
        onProgress?.(await results.countDone(shards.shards), shards.shards.length);
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      failures.push(error.message);
    } finally {
      claim.release();
    }
    return null;
  };
  const held: Turn[] = [];
  for (const turn of inTurn(shards.shards, ranks)) if ((await take(turn)) !== null) held.push(turn);
  const elsewhere: Elsewhere[] = [];
  for (const turn of held) {
    const holder = await take(turn);
    if (holder !== null) elsewhere.push({ name: turn.shard.name, ...holder });
  }
  return { computed, kept, failures, elsewhere };
}

interface Turn {
  readonly shard: Shard;
  /** Whether it is this rank's to begin with: then files that are there are read and checked. */
  readonly own: boolean;
}

/** Every size-th shard from this rank on, then the others, those of the next rank first. */
function* inTurn(
  shards: readonly Shard[],
  { rank, size }: Pick<Collectives, "rank" | "size">,
): Generator<Turn> {
  for (let turn = 0; turn < size; turn++) {
    for (let i = (rank + turn) % size; i < shards.length; i += size)
      yield { shard: shards[i]!, own: turn === 0 };
  }
}
