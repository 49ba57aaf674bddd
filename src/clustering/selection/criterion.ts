/** Ways to judge numbers of clusters, by name. */
import { ArgumentError } from "../../errors.js";
import type { Study } from "./study.js";

/** What a criterion says of each K, and which it would take. */
export interface Judgement {
  /** One value for each K of the study; null for a criterion that has no curve. */
  readonly values: Float64Array | null;
  /** The numbers of clusters that it would take, best first; none where the data give it no reason. */
  readonly choices: readonly number[];
  /** One sentence where there is something to know, such as why there is no choice. */
  readonly note: string | null;
}

/** A way to judge numbers of clusters; `registerCriterion` adds one. */
export interface Criterion {
  /** The name that users ask for it by: "silhouette". */
  readonly name: string;
  /** What a person calls it: "Davies-Bouldin". */
  readonly title: string;
  /** One line for a list. */
  readonly about: string;
  /** Whether higher or lower values are better. */
  readonly better: "higher" | "lower";
  /** How much its choices count in a recommendation, from 0 up; see `recommend`. */
  readonly weight: number;
  /** Looks at all numbers of clusters of the study. */
  judge(study: Study): Promise<Judgement>;
}

const criteria = new Map<string, Criterion>();

/**
 * Has a criterion take part in `chooseClusters`.
 * @throws {ArgumentError} if the name is taken.
 */
export function registerCriterion(criterion: Criterion): void {
  if (criteria.has(criterion.name)) {
    throw new ArgumentError(`criterion ${criterion.name} is registered already: give another name`);
  }
  criteria.set(criterion.name, criterion);
}

/** The criteria of these names; all without names. @throws {ArgumentError} if a name is unknown. */
export function criteriaOf(names?: readonly string[]): Criterion[] {
  if (names === undefined) return [...criteria.values()];
  if (names.length === 0) {
    throw new ArgumentError(
      `chooseClusters: methods is empty: give one or more of ${[...criteria.keys()].join(", ")}`,
    );
  }
  return [...new Set(names)].map((name) => {
    const found = criteria.get(name);
    if (found) return found;
    throw new ArgumentError(
      `chooseClusters: ${name} is no known method: choose one of ${[...criteria.keys()].join(", ")}`,
    );
  });
}

/** Choices that a curve is asked for. */
const MOST_CHOICES = 3;

/**
 * The peaks of a curve, best first: values that are better than those on both sides. The first K is a peak where the
 * curve falls from there; the last is none, as nobody knows how the curve goes on.
 */
export function peaks(ks: readonly number[], values: Float64Array, better: "higher" | "lower"): Judgement {
  const sign = better === "higher" ? 1 : -1;
  const heights = values.map((value) => (Number.isFinite(value) ? sign * value : Number.NEGATIVE_INFINITY));
  const last = ks.length - 1;
  const height = (i: number) => heights[i] ?? Number.NEGATIVE_INFINITY;
  const order = ks.map((_, i) => i).sort((a, b) => height(b) - height(a) || a - b);
  const isPeak = (i: number) => height(i) > height(i - 1) && height(i) >= height(i + 1);
  const choices = order.filter((i) => isPeak(i) && (i < last || last === 0)).slice(0, MOST_CHOICES);
  const note =
    last > 0 && order[0] === last ? `It still improves at the last number of clusters, ${ks.at(-1)}.` : null;
  // A peak below a curve that goes on improving is no reason.
  return { values, choices: note === null ? choices.map((i) => ks[i]!) : [], note };
}
