/** What several rows say together: ratios to peers, threads, and which part of a work bounds it. */
import { showSizes } from "./case.js";
import { digits, rate } from "./markdown.js";
import type { BenchRow } from "./result.js";
import { geometricMean } from "./statistics.js";

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

/** Threads that a comparison is made with: all on both sides, where a peer may do with one if it is faster so; or one. */
export type Setting = "all" | "one";

/** A peer's time over Skein's; null where it was not measured so. */
function ratioOf({ ratio, oneThread }: BenchRow["peers"][number], setting: Setting): number | null {
  return setting === "all" ? ratio : (oneThread?.ratio ?? null);
}

export interface Strongest {
  readonly name: string;
  readonly ratio: number;
  readonly threads: number | null;
}

/** The fastest peer of a row; null where none was measured. */
export function strongest({ peers }: BenchRow, setting: Setting): Strongest | null {
  const all = peers.flatMap((peer): Strongest[] => {
    const ratio = ratioOf(peer, setting);
    if (ratio === null) return [];
    return [{ name: peer.name, ratio, threads: setting === "all" ? peer.threads : 1 }];
  });
  return all.reduce<Strongest | null>((best, each) => (best && best.ratio <= each.ratio ? best : each), null);
}

export interface StrongestRatios extends Ratios {
  /** The strongest peers' names, the most frequent first, and how many rows each is the strongest of. */
  readonly names: readonly (readonly [name: string, rows: number])[];
}

/** Each row's strongest peer; null where none has one. */
export function strongestRatios(rows: readonly BenchRow[], setting: Setting): StrongestRatios | null {
  const found = rows.map((row) => strongest(row, setting)).filter((each) => each !== null);
  if (found.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([, a], [, b]) => b - a);
  return { ...summarizeRatios(found.map(({ ratio }) => ratio)), names };
}

/** How many times faster all threads are than one; null where that was not measured. */
export function threadSpeedup({ time, oneThread }: BenchRow): number | null {
  return oneThread && oneThread.median / time.median;
}

export function threadRatios(rows: readonly BenchRow[]): Ratios | null {
  const ratios = rows.map(threadSpeedup).filter((ratio) => ratio !== null);
  return ratios.length > 0 ? summarizeRatios(ratios) : null;
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

/** The rates of a work and of its parts alone, or their times where it counts no items. */
export function partRates({ time, items, parts }: BenchRow): { whole: string; alone: string } {
  const rateOf = ({ median }: { median: number }) =>
    items ? rate((items.perSecond * time.median) / median, items.unit) : `${digits(median)} ms`;
  const alone = parts.map((part) => `${part.name} alone ${rateOf(part.time)}`).join(", ");
  return { whole: rateOf(time), alone };
}

/** Peaks of memory, of rows where they were measured. */
export function memoryLines(rows: readonly BenchRow[]): string[] {
  return rows.flatMap(({ work, sizes, peakMiB, peers }) => {
    if (peakMiB === null) return [];
    const others = peers.flatMap((peer) =>
      peer.peakMiB === null ? [] : [`, ${peer.name} ${Math.round(peer.peakMiB)} MiB`],
    );
    return [`- ${work} ${showSizes(sizes)}: Skein ${Math.round(peakMiB)} MiB${others.join("")}`];
  });
}
