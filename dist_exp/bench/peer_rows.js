import { PEER_SETTLE_MS, PeerError, relativeDifference } from "./peers.js";
/** Hands a case's work to peers. `prepared` is the device's, whose results theirs are to agree with. */
export async function preparePeers(bench, peers, prepared, tolerance, files, folder, progress) {
    const wanted = Number.isFinite(tolerance) ? await prepared.outputs?.() : undefined;
    const ready = [];
    const reasons = new Map();
    for (const peer of peers) {
        const { name } = peer.definition;
        try {
            const { unsupported, note } = await peer.prepare(bench, files);
            if (unsupported !== null) {
                reasons.set(name, unsupported);
                continue;
            }
            const difference = wanted ? largestDifference(await peer.results(folder), wanted) : null;
            ready.push({ peer, difference, agrees: difference === null || difference <= tolerance, note });
        }
        catch (error) {
            if (!(error instanceof PeerError))
                throw error;
            reasons.set(name, error.message);
            progress(`  ${name}: ${error.message}`);
        }
    }
    const working = new Set(ready.map(({ peer }) => peer.definition.name));
    const idle = [...reasons].filter(([name]) => !working.has(name)).map(([name, note]) => idleRow(name, note));
    return { ready, idle };
}
function largestDifference(got, wanted) {
    const all = Object.entries(got).map(([key, values]) => relativeDifference(values, wanted[key] ?? []));
    return Math.max(...all);
}
function idleRow(name, note) {
    const nothing = {
        time: null,
        ratio: null,
        threads: null,
        oneThread: null,
        peakMiB: null,
        difference: null,
    };
    return { name, ...nothing, agrees: true, note };
}
export function peerContestant({ peer }) {
    return {
        name: `${peer.definition.name}, ${peer.setting.threads}`,
        // One thread has none that spin.
        ...(peer.setting.threads > 1 && { settleMs: PEER_SETTLE_MS }),
        onceWhereSlow: true,
        time: (runs) => peer.time(runs),
    };
}
/** One row per peer, with the faster of its settings; `all` and `one` are Skein's times with all threads and with one. */
export function peerRows(timed, all, one) {
    const names = [...new Set(timed.map(({ name }) => name))];
    return names.map((name) => {
        const settings = timed.filter((each) => each.name === name);
        const best = settings.reduce((a, b) => (b.time.median < a.time.median ? b : a));
        const single = settings.find(({ threads }) => threads === 1);
        const differences = settings.flatMap(({ difference }) => (difference === null ? [] : [difference]));
        return {
            name,
            time: best.time,
            ratio: best.time.median / all.median,
            threads: best.threads,
            oneThread: single ? { time: single.time, ratio: one && single.time.median / one.median } : null,
            peakMiB: null,
            difference: differences.length > 0 ? Math.max(...differences) : null,
            agrees: settings.every(({ agrees }) => agrees),
            ...(best.note !== null && { note: best.note }),
        };
    });
}
//# sourceMappingURL=peer_rows.js.map