/** What several rows say together: ratios to peers, threads, growth, and which part of a work bounds it. */
import { showSizes } from "./case.js";
import type { BenchRow } from "./result.js";
import { geometricMean, logLogSlope } from "./statistics.js";

/** Rows with the same key, in the order of the first of each. */
export function groupRows(rows: readonly BenchRow[], keyOf: (row: BenchRow) => string): BenchRow[][] {
  const groups = new Map<string, BenchRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Ratios of several rows. */
export interface Ratios {
  readonly count: number;
  readonly mean: number;
  readonly lowest: number;
}

/** At least one ratio. */
export function summarizeRatios(ratios: readonly number[]): Ratios {
  return { count: ratios.length, mean: geometricMean(ratios), lowest: Math.min(...ratios) };
}

/** A peer's times over Skein's in these rows; null where it was not measured. */
export function peerRatios(rows: readonly BenchRow[], peer: string): Ratios | null {
  const ratios = rows.flatMap(({ peers }) => {
    const ratio = peers.find(({ name }) => name === peer)?.ratio ?? null;
    return ratio === null ? [] : [ratio];
  });
  return ratios.length > 0 ? summarizeRatios(ratios) : null;
}

/** How many times faster all threads are than one; null where that was not measured. */
export function threadSpeedup({ time, oneThread }: BenchRow): number | null {
  return oneThread && oneThread.median / time.median;
}

export function threadRatios(rows: readonly BenchRow[]): Ratios | null {
  const ratios = rows.map(threadSpeedup).filter((ratio) => ratio !== null);
  return ratios.length > 0 ? summarizeRatios(ratios) : null;
}

export interface Growth {
  readonly device: string;
  readonly work: string;
  /** The size that differs between rows. */
  readonly size: string;
  /** The sizes that do not. */
  readonly others: string;
  readonly from: number;
  readonly to: number;
  /** Of the line through (log size, log time): 1 where time grows as the size does. */
  readonly slope: number;
}

/** How time grows where rows differ in T or N alone; three rows at the least. */
export function growth(rows: readonly BenchRow[]): Growth[] {
  return ["T", "N"].flatMap((size) => {
    const others = ({ sizes: { [size]: _, ...rest } }: BenchRow) => showSizes(rest);
    const sized = rows.filter(({ sizes }) => size in sizes);
    const series = groupRows(sized, (row) => [row.device, row.work, others(row)].join("\t"));
    return series.flatMap((members): Growth[] => {
      if (members.length < 3) return [];
      const points = members.map(({ sizes, time }) => [sizes[size]!, time.median] as const);
      const values = points.map(([value]) => value);
      const [from, to] = [Math.min(...values), Math.max(...values)];
      const { device, work } = members[0]!;
      return [{ device, work, size, others: others(members[0]!), from, to, slope: logLogSlope(points) }];
    });
  });
}

export interface Bound {
  readonly row: BenchRow;
  /** The part that takes longest alone. */
  readonly part: string;
  /** Its time alone over the time of the whole. */
  readonly share: number;
}

/** Of rows whose parts were timed too. */
export function bounds(rows: readonly BenchRow[]): Bound[] {
  return rows.flatMap((row) => {
    const [slowest] = [...row.parts].sort((a, b) => b.time.median - a.time.median);
    if (!slowest) return [];
    return [{ row, part: slowest.name, share: slowest.time.median / row.time.median }];
  });
}
