/** Clusters for groups of linked rows with all cannot-links kept. */
import { DataError } from "../../errors.js";
import type { LinkedRows } from "../../estimators/links.js";

/** Choices tried before the search gives up: what it looks for is a colouring of a graph, which has no quick way in general. */
const MOST_TRIES = 200_000;
/** Rows that a message names. */
const NAMED = 6;

/**
 * A cluster for each group so that groups with a cannot-link differ: next comes the group with the fewest clusters left (Brélaz
 * 1979, DSATUR), which takes the nearest of them; where none is left the last choice changes.
 *
 * @param apart groups that each group must differ from.
 * @param sums squared distances of each group's rows to the centres, [groups, K].
 * @param needed whether to throw, else to return null.
 * @throws {DataError} where there is none, or none was found.
 */
export function feasibleLabels(
  { groups, rows }: LinkedRows,
  apart: readonly (readonly number[])[],
  sums: Float64Array,
  clusters: number,
  needed: boolean,
): Int32Array | null {
  const labels = new Int32Array(groups.length).fill(-1);
  /** Neighbours of each group in each cluster. */
  const taken = new Int32Array(groups.length * clusters);
  const left = new Int32Array(groups.length).fill(clusters);
  const place = (group: number, k: number, by: 1 | -1) => {
    labels[group] = by === 1 ? k : -1;
    for (const other of apart[group]!) {
      const at = other * clusters + k;
      const before = taken[at]!;
      taken[at] = before + by;
      if (before === 0) left[other]!--;
      else if (before + by === 0) left[other]!++;
    }
  };
  const next = (): number => {
    let best = -1;
    for (let group = 0; group < groups.length; group++) {
      if (labels[group] !== -1) continue;
      if (best === -1 || left[group]! < left[best]!) best = group;
      else if (left[group] === left[best] && apart[group]!.length > apart[best]!.length) best = group;
    }
    return best;
  };
  const choicesOf = (group: number): number[] =>
    Array.from({ length: clusters }, (_, k) => k)
      .filter((k) => taken[group * clusters + k] === 0)
      .sort((a, b) => sums[group * clusters + b]! - sums[group * clusters + a]! || b - a);
  /** What was chosen, with the choices that are left, the best last. */
  const stack: { readonly group: number; readonly choices: number[] }[] = [];
  let stuck = -1;
  for (let tries = 0, group = next(); group !== -1; group = next()) {
    let choices = choicesOf(group);
    let at = group;
    if (choices.length === 0 && stuck === -1) stuck = group;
    while (choices.length === 0) {
      const last = stack.pop();
      if (!last || tries >= MOST_TRIES) {
        if (!needed) return null;
        throw unmet(groups, rows, apart, clusters, stuck, last === undefined);
      }
      place(last.group, labels[last.group]!, -1);
      ({ group: at, choices } = last);
    }
    tries++;
    place(at, choices.pop()!, 1);
    stack.push({ group: at, choices });
  }
  return labels;
}

function unmet(
  groups: LinkedRows["groups"],
  rows: Uint32Array,
  apart: readonly (readonly number[])[],
  clusters: number,
  stuck: number,
  none: boolean,
): DataError {
  const first = (group: number) => rows[groups[group]![0]!]!;
  const others = apart[stuck]!.map(first);
  const named = others.slice(0, NAMED).join(", ");
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
  return new DataError(
    `PckMeans.fit: the cannot-links ${none ? "cannot be kept" : "were not kept"} with ${clusters} clusters, such as those of ` +
      `row ${first(stuck)} to rows ${named}${more}: give more clusters, leave out links, or give a finite weight`,
  );
}
