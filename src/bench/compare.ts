/** Two runs of the benchmark side by side. */
import { growthRows } from "./growth.js";
import { type BenchResult, type BenchRow, rowKey } from "./result.js";

export interface ComparedRow {
  /** A row, or a point of a growth series. */
  readonly row: Pick<BenchRow, "device" | "work" | "sizes" | "time">;
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
  // Where a size is a row and a point, the row counts.
  const byKey = ({ rows, growth }: BenchResult) =>
    new Map([...growthRows(growth), ...rows].map((row) => [rowKey(row), row]));
  const [later, earlier] = [byKey(now), byKey(before)];
  const rows = [...later.values()].flatMap((row): ComparedRow[] => {
    const old = earlier.get(rowKey(row));
    if (!old) return [];
    const ratio = row.time.median / old.time.median;
    return [{ row, before: old.time.median, ratio, regressed: ratio > limit }];
  });
  return {
    rows,
    regressions: rows.filter(({ regressed }) => regressed),
    unmatched: later.size + earlier.size - 2 * rows.length,
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
