/** Two runs of the benchmark side by side. */
import { type BenchResult, type BenchRow, rowKey } from "./result.js";

export interface ComparedRow {
  readonly row: BenchRow;
  /** Median of the earlier run in milliseconds. */
  readonly before: number;
  /** Time now over time then: above 1, it became slower. */
  readonly ratio: number;
  readonly regressed: boolean;
}

export interface ComparedRuns {
  readonly rows: readonly ComparedRow[];
  readonly regressions: readonly ComparedRow[];
  /** Rows that only one of the runs has. */
  readonly unmatched: number;
  /** Why the times may differ for other reasons than the code. */
  readonly warnings: readonly string[];
}

/** Compares by device kind, work and sizes; `limit` is the largest ratio that is no regression. */
export function compareRuns(now: BenchResult, before: BenchResult, limit: number): ComparedRuns {
  const earlier = new Map(before.rows.map((row) => [rowKey(row), row]));
  const rows = now.rows.flatMap((row): ComparedRow[] => {
    const old = earlier.get(rowKey(row));
    if (!old) return [];
    const ratio = row.time.median / old.time.median;
    return [{ row, before: old.time.median, ratio, regressed: ratio > limit }];
  });
  return {
    rows,
    regressions: rows.filter(({ regressed }) => regressed),
    unmatched: now.rows.length + before.rows.length - 2 * rows.length,
    warnings: differences(now, before),
  };
}

function differences(now: BenchResult, before: BenchResult): string[] {
  const warnings: string[] = [];
  const note = (what: string, a: string | number, b: string | number) => {
    if (a !== b) warnings.push(`${what}: ${b} before, ${a} now`);
  };
  note("processor", now.machine.cpu, before.machine.cpu);
  note("threads", now.threads, before.threads);
  note("seconds per case", now.seconds, before.seconds);
  for (const device of now.devices) {
    const old = before.devices.find(({ kind }) => kind === device.kind);
    if (old) note(`${device.kind} device`, device.name, old.name);
  }
  return warnings;
}
