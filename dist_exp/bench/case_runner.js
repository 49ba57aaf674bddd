/** Measures cases, one after another: on each device, beside the peers, at the sizes of a series. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DeviceError } from "../errors.js";
import { showSizes, } from "./case.js";
import { measureGrowth, without } from "./growth.js";
import { measure, onDevice, runsPerSample } from "./measure.js";
import { measureMemory } from "./memory.js";
import { peerContestant, peerRows, preparePeers } from "./peer_rows.js";
import { InputFiles } from "./peers.js";
import { rooflineShare } from "./roofline.js";
import { summarize } from "./statistics.js";
/** How much further from a peer's float32 results a device may be whose opt-ins round operands to float16. */
const ROUNDING_SLACK = 1000;
/** Profiles, of which the median counts; of work that takes over a second there is one. */
const PROFILES = 3;
const SLOW_MS = 1000;
export class CaseRunner {
    open;
    oneThread;
    peers;
    pace;
    folder;
    progress;
    signal;
    rows = [];
    growth = [];
    failures = [];
    constructor(open, oneThread, peers, pace, folder, progress, signal) {
        this.open = open;
        this.oneThread = oneThread;
        this.peers = peers;
        this.pace = pace;
        this.folder = folder;
        this.progress = progress;
        this.signal = signal;
    }
    /** Measures one case on every device it is meant for, beside the peers. */
    async run(family, sizes) {
        const wanted = this.#wanted(family, sizes);
        if (wanted.length === 0)
            return;
        const bench = family.make(sizes);
        this.progress(`${bench.work} ${showSizes(sizes)}`);
        // Peers are measured with one thread too.
        const beside = bench.peer !== undefined && this.peers.length > 0;
        const scaling = beside || (family.scaling?.(sizes) ?? false);
        const entries = [];
        const folder = join(this.folder, "inputs");
        try {
            const inputs = await bench.inputs(wanted[0].device);
            for (const each of wanted) {
                await this.#guard(bench, each.device.kind, async () => {
                    entries.push(await this.#prepare(bench, each, inputs, scaling));
                });
            }
            if (entries.length === 0)
                return;
            await this.#preparePeers(bench, entries, inputs, folder);
            const times = await measure(entries.flatMap(contestants), this.pace);
            for (const entry of entries) {
                const own = times.splice(0, contestants(entry).length);
                this.rows.push(await this.#row(bench, entry, own.map(summarize)));
            }
        }
        catch (error) {
            for (const { device } of entries)
                this.#fail(bench, device.kind, error);
        }
        finally {
            for (const { prepared, oneThread, peers } of entries) {
                prepared.release();
                oneThread?.prepared.release();
                for (const { peer } of peers.ready)
                    await peer.release();
            }
            for (const { device } of wanted)
                device.trim();
            this.oneThread?.trim();
            await rm(folder, { recursive: true, force: true });
        }
    }
    /** Measures the sizes of a series beside each other, on every device that all are meant for. */
    async grow(family, series) {
        const { by, shapes } = series;
        const { signal } = this;
        const { seconds } = this.pace;
        for (const { device } of this.#wanted(family, ...shapes)) {
            this.progress(`${family.work} by ${by}: ${shapes.map((sizes) => sizes[by]).join(", ")}`);
            const failing = { work: family.work, sizes: without(shapes[0], by) };
            await this.#guard(failing, device.kind, async () => {
                const growth = await measureGrowth(family, series, device, { seconds, signal });
                if (growth)
                    this.growth.push(growth);
            });
        }
    }
    /** Open devices that these sizes are meant for. */
    #wanted(family, ...shapes) {
        const fits = (sizes) => family.software?.(sizes) ?? true;
        return this.open.filter(({ device }) => device.kind === "native" || device.info.isGpu || shapes.every(fits));
    }
    async #prepare(bench, open, inputs, scaling) {
        const prepared = await bench.prepare(open.device, inputs);
        try {
            const maxError = (await prepared.check?.()) ?? null;
            const device = scaling && open.device.kind === "native" ? this.oneThread : null;
            const oneThread = device && { device, prepared: await bench.prepare(device, inputs) };
            return { ...open, prepared, maxError, oneThread, peers: { ready: [], idle: [] } };
        }
        catch (error) {
            prepared.release();
            throw error;
        }
    }
    async #preparePeers(bench, entries, inputs, folder) {
        if (!bench.peer || this.peers.length === 0)
            return;
        const { tolerance } = bench.peer;
        const allowed = (device) => device.info.details.optIns?.length ? ROUNDING_SLACK * tolerance : tolerance;
        const files = await InputFiles.write(inputs, folder);
        for (const entry of entries) {
            const { kind } = entry.device;
            const beside = this.peers.filter(({ definition }) => definition.beside === kind);
            entry.peers = await preparePeers(bench, beside, entry.prepared, allowed(entry.device), files, folder, this.progress);
            if (bench.memory && kind === "native") {
                entry.memory = await measureMemory(bench, entry.device, entry.peers, files, this.pace);
            }
        }
    }
    /** `times` are the contestants', in their order. */
    async #row(bench, entry, times) {
        const { device, prepared, roofline, maxError } = entry;
        const time = times.shift();
        const parts = (prepared.parts ?? []).map(({ name }) => ({ name, time: times.shift() }));
        const oneThread = entry.oneThread ? times.shift() : null;
        const timed = entry.peers.ready.map(({ peer, ...rest }, i) => ({
            ...rest,
            name: peer.definition.name,
            threads: peer.setting.threads,
            time: times[i],
        }));
        const [seconds, intensity] = [time.median / 1000, bench.flops / bench.bytes];
        const gflops = bench.flops / seconds / 1e9;
        return {
            device: device.kind,
            work: bench.work,
            sizes: { ...bench.sizes },
            dtype: "f32",
            time,
            deviceMs: await deviceMs(entry, time.median, this.pace),
            gflops,
            gbs: bench.bytes / seconds / 1e9,
            intensity,
            rooflineShare: rooflineShare(roofline, { flops: bench.flops, bytes: bench.bytes, seconds }),
            maxError,
            ...(bench.unchecked !== undefined && { unchecked: bench.unchecked }),
            oneThread,
            parts,
            items: bench.items ? { unit: bench.items.unit, perSecond: bench.items.count / seconds } : null,
            peakMiB: entry.memory?.own ?? null,
            peers: [
                ...peerRows(timed, time, oneThread).map((row) => ({
                    ...row,
                    peakMiB: entry.memory?.peers.get(row.name) ?? null,
                })),
                ...entry.peers.idle,
            ],
        };
    }
    async #guard(failing, kind, work) {
        try {
            await work();
        }
        catch (error) {
            this.#fail(failing, kind, error);
        }
    }
    #fail({ work, sizes }, device, error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.failures.push({ device, work, sizes: { ...sizes }, reason });
        this.progress(`  ${device}: ${reason}`);
    }
}
/** The device, the parts of its work, the device with one thread, the peers. */
function contestants({ device, prepared, oneThread, peers }) {
    return [
        onDevice(device.kind, device, prepared),
        ...(prepared.parts ?? []).map((part) => onDevice(part.name, device, part)),
        ...(oneThread ? [onDevice("1 thread", oneThread.device, oneThread.prepared)] : []),
        ...peers.ready.map(peerContestant),
    ];
}
/**
 * Milliseconds that the kernels of one run take on the device, back to back as when they are timed;
 * null without timestamp queries.
 */
async function deviceMs({ device, prepared }, median, pace) {
    const { timesPerRun = 1 } = prepared;
    const runMs = median * timesPerRun;
    const runs = runsPerSample(runMs, pace);
    try {
        const means = [];
        for (let i = 0; i < (runMs > SLOW_MS ? 1 : PROFILES); i++) {
            const entries = await device.profile(async () => {
                for (let k = 0; k < runs; k++)
                    await prepared.run();
            });
            const sum = entries.reduce((total, { duration }) => total + duration, 0);
            means.push(sum / runs / timesPerRun);
        }
        return summarize(means).median;
    }
    catch (error) {
        if (error instanceof DeviceError)
            return null;
        throw error;
    }
}
//# sourceMappingURL=case_runner.js.map