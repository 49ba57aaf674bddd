/** The most memory that a case takes, in processes that do nothing else. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Peer, PeerError } from "./peers.js";
/** Runs of the work, from which on its memory no longer grows. */
const RUNS = 5;
const MIB = 2 ** 20;
/** The compiled program, from src/ as from dist/. */
const CHILD = fileURLToPath(new URL("../../dist/bench/memory_child.js", import.meta.url));
export async function measureMemory(bench, { info }, { ready }, files, { seconds }) {
    const runs = seconds === 0 ? 2 : RUNS;
    const { threads, simd } = info.details;
    const { stdout } = await promisify(execFile)(process.execPath, [
        CHILD,
        JSON.stringify({ work: bench.work, sizes: bench.sizes, threads, simd, runs }),
    ]);
    const own = JSON.parse(stdout).peak;
    const peers = new Map();
    for (const { peer } of ready) {
        const { definition, setting } = peer;
        if (peers.has(definition.name))
            continue;
        const { peer: alone } = await Peer.start(definition, setting);
        try {
            await alone.prepare(bench, files);
            await alone.time(runs);
            peers.set(definition.name, (await alone.peakMemory()) / MIB);
        }
        catch (error) {
            if (!(error instanceof PeerError))
                throw error;
        }
        finally {
            alone.stop();
        }
    }
    return { own: own === null ? null : own / MIB, peers };
}
//# sourceMappingURL=memory.js.map