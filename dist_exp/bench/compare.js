/** Two runs of the benchmark side by side. */
import { growthRows } from "./growth.js";
import { rowKey } from "./result.js";
/** Compares by device kind, work and sizes; `limit` is the largest ratio that is no regression. */
export function compareRuns(now, before, limit) {
    // Where a size is a row and a point, the row counts.
    const byKey = ({ rows, growth }) => new Map([...growthRows(growth), ...rows].map((row) => [rowKey(row), row]));
    const [later, earlier] = [byKey(now), byKey(before)];
    const rows = [...later.values()].flatMap((row) => {
        const old = earlier.get(rowKey(row));
        if (!old)
            return [];
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
function differences(now, before) {
    const warnings = [];
    const note = (what, a, b) => {
        if (a !== b)
            warnings.push(`${what}: ${b} before, ${a} now`);
    };
    note("processor", now.machine.cpu, before.machine.cpu);
    note("threads", now.threads, before.threads);
    note("seconds per case", now.seconds, before.seconds);
    for (const device of now.devices) {
        const old = before.devices.find(({ kind }) => kind === device.kind);
        if (old)
            note(`${device.kind} device`, device.name, old.name);
    }
    return warnings;
}
//# sourceMappingURL=compare.js.map