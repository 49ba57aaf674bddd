/** What several rows say together: ratios to peers, threads, and which part of a work bounds it. */
import { showSizes } from "./case.js";
import { digits, rate } from "./markdown.js";
import { geometricMean } from "./statistics.js";
/** Rows with the same key, in the order of the first of each. */
export function groupRows(rows, keyOf) {
    const groups = new Map();
    for (const row of rows) {
        const key = keyOf(row);
        groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()];
}
/** At least one ratio. */
export function summarizeRatios(ratios) {
    return { count: ratios.length, mean: geometricMean(ratios), lowest: Math.min(...ratios) };
}
/** A peer's times over Skein's in these rows; null where it was not measured. */
export function peerRatios(rows, peer) {
    const ratios = rows.flatMap(({ peers }) => {
        const ratio = peers.find(({ name }) => name === peer)?.ratio ?? null;
        return ratio === null ? [] : [ratio];
    });
    return ratios.length > 0 ? summarizeRatios(ratios) : null;
}
/** A peer's time over Skein's; null where it was not measured so. */
function ratioOf({ ratio, oneThread }, setting) {
    return setting === "all" ? ratio : (oneThread?.ratio ?? null);
}
/** The fastest peer of a row; null where none was measured. */
export function strongest({ peers }, setting) {
    const all = peers.flatMap((peer) => {
        const ratio = ratioOf(peer, setting);
        if (ratio === null)
            return [];
        return [{ name: peer.name, ratio, threads: setting === "all" ? peer.threads : 1 }];
    });
    return all.reduce((best, each) => (best && best.ratio <= each.ratio ? best : each), null);
}
/** Each row's strongest peer; null where none has one. */
export function strongestRatios(rows, setting) {
    const found = rows.map((row) => strongest(row, setting)).filter((each) => each !== null);
    if (found.length === 0)
        return null;
    const counts = new Map();
    for (const { name } of found)
        counts.set(name, (counts.get(name) ?? 0) + 1);
    const names = [...counts].sort(([, a], [, b]) => b - a);
    return { ...summarizeRatios(found.map(({ ratio }) => ratio)), names };
}
/** How many times faster all threads are than one; null where that was not measured. */
export function threadSpeedup({ time, oneThread }) {
    return oneThread && oneThread.median / time.median;
}
export function threadRatios(rows) {
    const ratios = rows.map(threadSpeedup).filter((ratio) => ratio !== null);
    return ratios.length > 0 ? summarizeRatios(ratios) : null;
}
/** Of rows whose parts were timed too. */
export function bounds(rows) {
    return rows.flatMap((row) => {
        const [slowest] = [...row.parts].sort((a, b) => b.time.median - a.time.median);
        if (!slowest)
            return [];
        return [{ row, part: slowest.name, share: slowest.time.median / row.time.median }];
    });
}
/** The rates of a work and of its parts alone, or their times where it counts no items. */
export function partRates({ time, items, parts }) {
    const rateOf = ({ median }) => items ? rate((items.perSecond * time.median) / median, items.unit) : `${digits(median)} ms`;
    const alone = parts.map((part) => `${part.name} alone ${rateOf(part.time)}`).join(", ");
    return { whole: rateOf(time), alone };
}
/** Peaks of memory, of rows where they were measured. */
export function memoryLines(rows) {
    return rows.flatMap(({ work, sizes, peakMiB, peers }) => {
        if (peakMiB === null)
            return [];
        const others = peers.flatMap((peer) => peer.peakMiB === null ? [] : [`, ${peer.name} ${Math.round(peer.peakMiB)} MiB`]);
        return [`- ${work} ${showSizes(sizes)}: Skein ${Math.round(peakMiB)} MiB${others.join("")}`];
    });
}
//# sourceMappingURL=findings.js.map