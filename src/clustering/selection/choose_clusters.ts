/** How many clusters rows have, by several criteria at once. */
import { ArgumentError, DataError } from "../../errors.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { type Criterion, criteriaOf, type Judgement } from "./criterion.js";
import "./criteria/index.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { type Recommendation, recommend } from "./recommend.js";
import { someRows } from "./sampling.js";
import { type Partition, Study } from "./study.js";

/** Settings of `chooseClusters`. */
export interface ChooseClustersOptions {
  /** The least number of clusters, from 2 up. Default 2. */
  readonly from?: number;
  /** The greatest. Default 20, or one less than the distinct rows where those are fewer. */
  readonly to?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
  /** Names of criteria, such as "silhouette". Default all that are registered. */
  readonly methods?: readonly string[];
  /** Rows that are looked at, drawn at random, from 3 up. Default 4,000, at most 20,000; fewer where x has fewer. */
  readonly sample?: number;
  /** Stops the work; the call then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Is told before each criterion. */
  readonly onProgress?: (done: number, all: number, title: string) => void;
}

/** One criterion's judgement. */
export interface CriterionResult extends Pick<Criterion, "name" | "title" | "about" | "better" | "weight"> {
  /** A value for each of `ks`; null for a criterion without a curve. */
  readonly values: readonly number[] | null;
  /** The numbers of clusters it would take, best first; none where the data give it no reason. */
  readonly choices: readonly number[];
  readonly note: string | null;
}

/** What `chooseClusters` found: every criterion's values, and the numbers of clusters that they recommend. */
export interface ClusterChoice {
  /** The numbers of clusters that were judged. */
  readonly ks: readonly number[];
  readonly criteria: readonly CriterionResult[];
  /** The numbers of clusters that some criterion would take, and their neighbours, the most recommended first. */
  readonly recommended: readonly Recommendation[];
  /** The rows that were looked at, ascending. */
  readonly rows: Uint32Array;
  /** The clusters of those rows by k-means, for each of `ks`. */
  readonly partitions: readonly Partition[];
}

/** Distances of all pairs of the sample are kept: 8 bytes for each, 64 MB. */
const SAMPLE = 4000;
const MOST_SAMPLE = 20_000;
const DEFAULT_TO = 20;

/**
 * Judges numbers of clusters for the rows of x [N, D], and recommends some:
 *
 * ```ts
 * const { recommended } = await chooseClusters(x, { to: 20 });
 * const labels = await new KMeans({ clusters: recommended[0].clusters }).fitPredict(x);
 * ```
 *
 * Partitions are those of k-means. A sample of the rows, its partitions, its distances and its graph of neighbours are
 * made once, and serve all criteria. What is recommended follows from their choices alone (`recommend`). Where no
 * criterion has a choice, `recommended` is empty: the rows show no clusters between `from` and `to`.
 *
 * Memory: a copy of the sample, and on the host 4 bytes for each pair of its rows, twice.
 * @throws {ArgumentError} if an option is out of its range.
 * @throws {ShapeError} if x is not a matrix of float32.
 * @throws {DataError} if x has fewer than 3 distinct rows, no more distinct rows than `to`, or values that are not finite.
 */
export async function chooseClusters(x: Tensor, options: ChooseClustersOptions = {}): Promise<ClusterChoice> {
  return await judged(x, options, async ({ study, criteria, rows }) => {
    const { ks } = study;
    return { ks, criteria, recommended: recommend(ks, criteria), rows, partitions: await study.partitions() };
  });
}

/** What the criteria say alone, without partitions of the rows that none of them needs. */
export async function judgeClusters(
  x: Tensor,
  options: ChooseClustersOptions,
): Promise<readonly CriterionResult[]> {
  return await judged(x, options, async ({ criteria }) => criteria);
}

interface Judged {
  readonly study: Study;
  readonly criteria: readonly CriterionResult[];
  readonly rows: Uint32Array;
}

async function judged<T>(
  x: Tensor,
  options: ChooseClustersOptions,
  use: (judged: Judged) => Promise<T>,
): Promise<T> {
  const { seed = 0, from = 2, methods, sample = SAMPLE, signal = null, onProgress } = options;
  checkOptions({ ...options, from, seed, sample });
  const chosen = criteriaOf(methods);
  const [all] = checkMatrix("chooseClusters", x);
  const rows = someRows(all, sample, new Random(seed, streamOf("sample")));
  using x0 = rowsOf(x, rows);
  const to = await lastOf(x0, x, from, options.to);
  const ks = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const study = new Study(x0, ks, seed, signal);
  const criteria: CriterionResult[] = [];
  for (const [done, criterion] of chosen.entries()) {
    signal?.throwIfAborted();
    const { name, title, about, better, weight } = criterion;
    onProgress?.(done, chosen.length, title);
    const { values, choices, note }: Judgement = await criterion.judge(study);
    criteria.push({
      ...{ name, title, about, better, weight, choices, note },
      values: values && Array.from(values),
    });
  }
  return await use({ study, criteria, rows });
}

function checkOptions({ from, to, seed, sample }: ChooseClustersOptions & { from: number }): void {
  const whole = (name: string, value: number, least: number, most: number) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    throw new ArgumentError(
      `chooseClusters: ${name} is ${value}: give a whole number from ${least} to ${most}`,
    );
  };
  whole("from", from, 2, MOST_SAMPLE);
  if (to !== undefined) whole("to", to, from, MOST_SAMPLE);
  whole("seed", seed!, 0, 2 ** 32 - 1);
  whole("sample", sample!, 3, MOST_SAMPLE);
}

/** The greatest number of clusters to judge. */
async function lastOf(sample: Tensor, x: Tensor, from: number, to: number | undefined): Promise<number> {
  const values = (await sample.data()) as Float32Array;
  if (!values.every(Number.isFinite)) throw await unusableRow("chooseClusters", x);
  const columns = sample.shape[1]!;
  const distinct = distinctRows(values, columns);
  const most = distinct - 1;
  if (most < 2) {
    throw new DataError(
      `chooseClusters: x has ${distinct} distinct row${distinct === 1 ? "" : "s"}: give 3 or more to choose from`,
    );
  }
  const last = to ?? Math.max(from, Math.min(DEFAULT_TO, most));
  if (last > most) {
    throw new DataError(
      `chooseClusters: ${distinct} distinct rows cannot tell ${last} clusters apart: give at most ${most} clusters, or more rows`,
    );
  }
  return last;
}

function distinctRows(values: Float32Array, columns: number): number {
  const seen = new Set<string>();
  for (let at = 0; at < values.length; at += columns) seen.add(values.subarray(at, at + columns).join());
  return seen.size;
}
