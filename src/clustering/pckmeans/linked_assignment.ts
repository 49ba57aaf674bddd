/** Clusters of linked rows: those of least distance and penalty that local search finds. */
import type { LinkedRows } from "../../estimators/links.js";
import { feasibleLabels } from "./feasible_labels.js";

/** Passes over all rows; a few suffice, and rounding must not keep two choices in turns forever. */
const MOST_PASSES = 100;

/**
 * Assigns linked rows as PCKMeans does, one after the other by distance and penalty with the others' clusters given
 * (iterated conditional modes). Beyond that whole groups of must-links move, and two groups with a cannot-link exchange their
 * clusters, since a single row cannot leave a group that costs it a penalty.
 */
export class LinkedAssignment {
  /** The cluster of each linked row. */
  #labels: Int32Array | null = null;
  /** Positions that each one is linked to. */
  readonly #must: readonly (readonly number[])[];
  readonly #cannot: readonly (readonly number[])[];
  /** Pairs of groups that a cannot-link joins. */
  readonly #apart: readonly (readonly [number, number])[];
  readonly #apartOf: readonly (readonly number[])[];
  readonly #counts: Int32Array;

  /** @param penalty of each link that is not kept; Infinity for none such. */
  constructor(
    private readonly linked: LinkedRows,
    private readonly clusters: number,
    private readonly penalty: number,
  ) {
    const count = linked.rows.length;
    this.#must = adjacency(count, linked.must);
    this.#cannot = adjacency(count, linked.cannot);
    const groupOf = new Int32Array(count);
    for (const [number, group] of linked.groups.entries()) {
      for (const member of group) groupOf[member] = number;
    }
    const pairs = new Map<number, readonly [number, number]>();
    for (const [p, q] of linked.cannot) {
      const [a, b] = [groupOf[p]!, groupOf[q]!].sort((x, y) => x - y) as [number, number];
      pairs.set(a * linked.groups.length + b, [a, b]);
    }
    this.#apart = [...pairs.values()];
    this.#apartOf = adjacency(linked.groups.length, this.#apart);
    this.#counts = new Int32Array(clusters);
  }

  /**
   * Clusters of the rows, given their squared distances to the centres, [L, K].
   * @throws {DataError} where no link may be left unkept, and not all can be kept.
   */
  assign(distances: ArrayLike<number>): Int32Array {
    const { clusters, penalty } = this;
    const { groups, rows } = this.linked;
    const sums = new Float64Array(groups.length * clusters);
    for (const [number, group] of groups.entries()) {
      for (const member of group) {
        for (let k = 0; k < clusters; k++) sums[number * clusters + k]! += distances[member * clusters + k]!;
      }
    }
    const starts = [this.#spread((group) => lowest(sums, group * clusters, clusters))];
    if (this.#labels) starts.push(this.#labels);
    if (penalty === Number.POSITIVE_INFINITY) {
      const feasible = feasibleLabels(this.linked, this.#apartOf, sums, clusters, this.#labels === null);
      if (feasible) starts.push(this.#spread((group) => feasible[group]!));
    } else {
      starts.push(Int32Array.from(rows, (_, p) => lowest(distances, p * clusters, clusters)));
    }
    let best: { labels: Int32Array; cost: number } | null = null;
    for (const start of starts) {
      const labels = start.slice();
      this.#improve(labels, distances, sums);
      const cost = this.#cost(labels, distances);
      if (best === null || cost < best.cost) best = { labels, cost };
    }
    this.#labels = best!.labels;
    return this.#labels;
  }

  /** Links that labels do not keep. */
  unkept(labels: Int32Array): { readonly must: number; readonly cannot: number } {
    const { must, cannot } = this.linked;
    return {
      must: must.filter(([a, b]) => labels[a] !== labels[b]).length,
      cannot: cannot.filter(([a, b]) => labels[a] === labels[b]).length,
    };
  }

  #spread(labelOf: (group: number) => number): Int32Array {
    const labels = new Int32Array(this.linked.rows.length);
    for (const [number, group] of this.linked.groups.entries()) {
      const label = labelOf(number);
      for (const member of group) labels[member] = label;
    }
    return labels;
  }

  #cost(labels: Int32Array, distances: ArrayLike<number>): number {
    let sum = 0;
    for (const [p, label] of labels.entries()) sum += distances[p * this.clusters + label]!;
    const { must, cannot } = this.unkept(labels);
    return sum + this.#fine(must + cannot);
  }

  /** Of so many links: none costs nothing, also where one would cost infinitely much. */
  #fine(unkept: number): number {
    return unkept === 0 ? 0 : unkept * this.penalty;
  }

  /** Moves until nothing gets cheaper. */
  #improve(labels: Int32Array, distances: ArrayLike<number>, sums: Float64Array): void {
    const { groups } = this.linked;
    let moved = true;
    for (let pass = 0; moved && pass < MOST_PASSES; pass++) {
      moved = false;
      for (let p = 0; p < labels.length; p++) if (this.#moveRow(labels, distances, p)) moved = true;
      for (const [number, group] of groups.entries()) {
        if (group.length > 1 && this.#moveGroup(labels, distances, sums, number)) moved = true;
      }
      for (const [a, b] of this.#apart) if (this.#exchange(labels, sums, a, b)) moved = true;
    }
  }

  #moveRow(labels: Int32Array, distances: ArrayLike<number>, p: number): boolean {
    const { clusters } = this;
    const unkept = this.#counts.fill(this.#must[p]!.length);
    for (const q of this.#must[p]!) unkept[labels[q]!]!--;
    for (const q of this.#cannot[p]!) unkept[labels[q]!]!++;
    const cost = (k: number) => distances[p * clusters + k]! + this.#fine(unkept[k]!);
    return takeCheaper(cost, clusters, labels[p]!, (k) => {
      labels[p] = k;
    });
  }

  #moveGroup(labels: Int32Array, distances: ArrayLike<number>, sums: Float64Array, number: number): boolean {
    const { clusters } = this;
    const group = this.linked.groups[number]!;
    const apart = this.#groupApart(labels, group);
    const cost = (k: number) => sums[number * clusters + k]! + this.#fine(apart[k]!);
    let now = 0;
    let unkept = 0;
    for (const p of group) {
      now += distances[p * clusters + labels[p]!]!;
      for (const q of this.#must[p]!) if (q < p && labels[q] !== labels[p]) unkept++;
      for (const q of this.#cannot[p]!) if (labels[q] === labels[p]) unkept++;
    }
    now += this.#fine(unkept);
    let best = 0;
    for (let k = 1; k < clusters; k++) if (cost(k) < cost(best)) best = k;
    // Sums in another order differ by rounding, which is no gain.
    if (!(cost(best) < now * (1 - 1e-9)) || group.every((p) => labels[p] === best)) return false;
    for (const p of group) labels[p] = best;
    return true;
  }

  /** Cannot-links of a group's rows to rows of each cluster. */
  #groupApart(labels: Int32Array, group: readonly number[]): Int32Array {
    const counts = this.#counts.fill(0);
    for (const p of group) for (const q of this.#cannot[p]!) counts[labels[q]!]!++;
    return counts;
  }

  /** Of two groups, each whole in its own cluster. */
  #exchange(labels: Int32Array, sums: Float64Array, a: number, b: number): boolean {
    const { groups } = this.linked;
    const [one, other] = [labels[groups[a]![0]!]!, labels[groups[b]![0]!]!];
    if (one === other) return false;
    if (!groups[a]!.every((p) => labels[p] === one) || !groups[b]!.every((p) => labels[p] === other)) {
      return false;
    }
    const cost = (group: number, k: number) =>
      sums[group * this.clusters + k]! + this.#fine(this.#groupApart(labels, groups[group]!)[k]!);
    const place = (group: number, k: number) => {
      for (const p of groups[group]!) labels[p] = k;
    };
    const before = cost(a, one) + cost(b, other);
    place(a, other);
    place(b, one);
    if (cost(a, other) + cost(b, one) < before * (1 - 1e-9)) return true;
    place(a, one);
    place(b, other);
    return false;
  }
}

function adjacency(count: number, pairs: readonly (readonly [number, number])[]): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of pairs) {
    lists[a]!.push(b);
    lists[b]!.push(a);
  }
  return lists;
}

/** The place, from 0, of the least of some values. */
function lowest(values: ArrayLike<number>, first: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[first + k]! < values[first + best]!) best = k;
  return best;
}

function takeCheaper(
  cost: (k: number) => number,
  clusters: number,
  now: number,
  take: (k: number) => void,
): boolean {
  let best = now;
  for (let k = 0; k < clusters; k++) if (cost(k) < cost(best)) best = k;
  if (best === now) return false;
  take(best);
  return true;
}
