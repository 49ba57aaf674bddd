/** What k-means can be told, and what of it is wrong. */
import { ArgumentError } from "../../errors.js";
import { checkShards } from "../../parallel/index.js";

export const metrics = ["euclidean", "cosine"] as const;
const inits = ["k-means++", "k-means||"] as const;

/** Settings of `KMeans`. */
export interface KMeansOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /**
   * How to begin: greedy "k-means++", "k-means||" (scalable k-means++, Bahmani et al. 2012: a few looks at all rows instead
   * of one for each centre), or centres [K, D] row by row. Default "k-means++"; with more than one shard "k-means||".
   */
  readonly init?: (typeof inits)[number] | ArrayLike<number>;
  /** Runs from different random starts, of which the one with the least inertia is kept. Default 1. */
  readonly nInit?: number;
  /** Most iterations of one run. Default 300. */
  readonly maxIterations?: number;
  /**
   * A run ends when the squared moves of all centres in one iteration add up to at most this, in
   * units of the columns' mean variance. Default 1e-4; 0 goes on until nothing moves.
   */
  readonly tolerance?: number;
  /**
   * "euclidean" (default), or "cosine" for rows whose direction alone counts: spherical k-means (Dhillon and Modha
   * 2001) compares rows of length 1 with centres of length 1.
   */
  readonly metric?: (typeof metrics)[number];
  /**
   * Parts of the rows whose sums are added up by a binary tree: a power of two, of which each of several processes
   * (`collectives` of `fit`) gets as many. The same number gives the same bits on any number of processes. Default 1: what
   * one process adds fastest.
   */
  readonly shards?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
}

/** @throws {ArgumentError} if an option is out of its range. */
export function checkOptions(
  { clusters, init, nInit, maxIterations, tolerance, metric, shards, seed }: Required<KMeansOptions>,
  owner = "KMeans",
  starts: readonly string[] = inits,
): void {
  checkWhole("clusters", clusters, 1, owner);
  checkWhole("nInit", nInit, 1, owner);
  checkWhole("maxIterations", maxIterations, 1, owner);
  checkWhole("seed", seed, 0, owner);
  if (!(Number.isFinite(tolerance) && tolerance >= 0)) {
    throw new ArgumentError(`${owner}: tolerance is ${tolerance}: give a number from 0 up`);
  }
  if (!metrics.includes(metric)) {
    throw new ArgumentError(
      `${owner}: metric ${String(metric)} is unknown: choose one of ${metrics.join(", ")}`,
    );
  }
  checkShards(owner, shards);
  if (typeof init === "string") {
    if (!starts.includes(init)) {
      throw new ArgumentError(
        `${owner}: init is ${init}: use ${starts.map((known) => `"${known}"`).join(" or ")}, or give an array of centres`,
      );
    }
    return;
  }
  if (nInit > 1) {
    throw new ArgumentError(`${owner}: given centres start all runs alike: leave nInit at 1`);
  }
  if (Array.from(init).some((value) => !Number.isFinite(Math.fround(value)))) {
    throw new ArgumentError(`${owner}: init holds values that are not finite: give centres without them`);
  }
}

/** @throws {ArgumentError} if an option is not a whole number from `least` up. */
export function checkWhole(name: string, value: number, least: number, owner = "KMeans"): void {
  if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
    throw new ArgumentError(`${owner}: ${name} is ${value}: give a whole number from ${least} up`);
  }
}
