/** Runs the benchmark: opens devices, starts peers, has the cases measured. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDevice } from "../device/node/index.js";
import { DeviceError } from "../errors.js";
import { CaseRunner } from "./case_runner.js";
import { describeMachine, versions } from "./machine.js";
import { FULL_PACE, PEER_PACE, QUICK_PACE } from "./measure.js";
import { describeFacts } from "./peer_check.js";
import { Peer, PeerError } from "./peers.js";
import { measureRoofline } from "./roofline.js";
export async function runBench(options) {
    const { quick = false, threads, simd } = options;
    const usual = quick ? QUICK_PACE : options.peers.length > 0 ? PEER_PACE : FULL_PACE;
    const seconds = quick ? 0 : (options.seconds ?? usual.seconds);
    const pace = { ...usual, seconds };
    const progress = options.onProgress ?? (() => { });
    const open = [];
    const missingDevices = [];
    const peers = [];
    let oneThread = null;
    const folder = await mkdtemp(join(tmpdir(), "skein-bench-"));
    try {
        for (const kind of options.devices) {
            progress(`opening ${kind} and measuring its roofline`);
            try {
                const device = await openDevice(kind, {
                    ...(threads !== undefined && { threads }),
                    ...(kind === "native" && simd !== undefined && { simd }),
                    ...(kind === "webgpu" && options.optIns),
                });
                open.push({ device, roofline: await measureRoofline(device, pace, quick) });
            }
            catch (error) {
                if (!(error instanceof DeviceError))
                    throw error;
                missingDevices.push({ kind, reason: error.message });
            }
        }
        const used = threads ?? threadsOf(open);
        const found = await startPeers(options, used, open, peers);
        if ((options.scaling || peers.length > 0) &&
            used > 1 &&
            open.some(({ device }) => device.kind === "native")) {
            oneThread = await openDevice("native", { threads: 1, ...(simd !== undefined && { simd }) });
        }
        const { signal } = options;
        const runner = new CaseRunner(open, oneThread, peers, pace, folder, progress, signal);
        for (const { family, sizes, growth } of options.selected) {
            for (const each of sizes) {
                if (signal?.aborted)
                    break;
                await runner.run(family, each);
            }
            if (growth && !signal?.aborted)
                await runner.grow(family, growth);
        }
        return {
            format: "skein-bench",
            version: 1,
            date: new Date().toISOString().slice(0, 16).replace("T", " "),
            command: options.command,
            versions: versions(),
            machine: describeMachine(),
            threads: used,
            seconds,
            devices: open.map(describe),
            missingDevices,
            peers: found,
            rows: runner.rows,
            growth: runner.growth,
            failures: runner.failures,
        };
    }
    finally {
        for (const peer of peers)
            peer.stop();
        for (const { device } of open)
            device.close();
        oneThread?.close();
        await rm(folder, { recursive: true });
    }
}
function threadsOf(open) {
    const native = open.find(({ device }) => device.kind === "native");
    return Number(native?.device.info.details.threads ?? process.env.SKEIN_THREADS ?? describeMachine().cores);
}
function describe({ device, roofline }) {
    const { kind, name, isGpu, maxBindingBytes, details } = device.info;
    return { kind, name, isGpu, maxBindingBytes, details: { ...details }, roofline };
}
/** Each peer runs with all threads and with one, in a process for each. */
function settingsFor({ beside, single = false }, threads, open) {
    const native = open.find(({ device }) => device.kind === "native");
    const simd = String(native?.device.info.details.simd ?? "");
    const counts = single ? [1] : beside === "native" && threads > 1 ? [threads, 1] : [threads];
    return counts.map((count) => ({ threads: count, simd }));
}
async function startPeers({ peers: definitions, devices: asked, onProgress: progress = () => { } }, threads, open, started) {
    const found = [];
    for (const definition of definitions) {
        const { name, beside } = definition;
        if (!asked.some((kind) => kind === beside))
            continue;
        if (!open.some(({ device }) => device.kind === beside)) {
            const absent = `there is no ${beside} device to stand beside`;
            found.push({ name, version: null, absent, settings: [] });
            continue;
        }
        progress(`starting ${name}`);
        try {
            const facts = [];
            for (const setting of settingsFor(definition, threads, open)) {
                const each = await Peer.start(definition, setting);
                started.push(each.peer);
                facts.push(each.facts);
            }
            const settings = facts.map(describeFacts);
            found.push({ name, version: facts[0].version, absent: null, settings });
        }
        catch (error) {
            if (!(error instanceof PeerError))
                throw error;
            progress(`${name} is absent: ${error.message}`);
            found.push({ name, version: null, absent: error.message, settings: [] });
        }
    }
    return found;
}
//# sourceMappingURL=run.js.map