var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/** `skein bench`: how fast this machine does Skein's work, beside other libraries where asked. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { compareRuns, families, parseShape, peerDefinitions, readResult, renderReport, runBench, select, } from "../bench/index.js";
import { ArgumentError } from "../errors.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { commandLine } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import { table } from "./table.js";
export async function bench(options, out) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { filter, quick, scaling, device, threads, simd, seconds, float16, subgroupMatrix } = options;
        const shape = options.shape === undefined ? undefined : parseShape(options.shape);
        const selected = select(families, { filter, shape, quick });
        if (options.list) {
            const rows = selected.map(({ family: { work, about }, sizes, growth }) => {
                return [work, String(sizes.length), growth?.by ?? "", about];
            });
            await out.result(table(["<work", "shapes", "<growth", "<what"], rows));
            return EXIT.success;
        }
        // Read first: a wrong path shall not be found out after an hour.
        const before = options.compare === undefined ? null : await readResult(options.compare);
        const peers = peersFor(options.peers);
        const interrupt = __addDisposableResource(env_1, new InterruptListener(out), false);
        interrupt.message = "Stopping after this row; what is measured is kept. Ctrl-C again ends at once.";
        const result = await runBench({
            selected,
            devices: device === "all" ? ["native", "webgpu"] : [device],
            peers,
            threads,
            simd,
            seconds,
            scaling,
            optIns: { float16, subgroupMatrix },
            quick,
            command: commandLine(process.argv.slice(2)),
            onProgress: (line) => out.note(line),
            signal: interrupt.signal,
        });
        const compared = before && compareRuns(result, before, options.regression);
        await out.result(renderReport(result, compared));
        if (options.json !== undefined)
            await writeJson(options.json, result);
        if (options.results !== undefined)
            await writeResults(options.results, result, out);
        interrupt.signal.throwIfAborted();
        return verdict(result, (compared?.regressions.length ?? 0) > 0, out);
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
function peersFor(asked) {
    if (asked === undefined)
        return [];
    if (asked === true)
        return peerDefinitions;
    const names = asked.split(",");
    for (const name of names) {
        if (peerDefinitions.some((peer) => peer.name === name))
            continue;
        throw new ArgumentError(`--peers ${name} is unknown: choose from ${peerDefinitions.map((peer) => peer.name).join(", ")}`);
    }
    return peerDefinitions.filter(({ name }) => names.includes(name));
}
/** One pair of files per device, named after it and its instruction set. */
async function writeResults(folder, result, out) {
    await mkdir(folder, { recursive: true });
    for (const device of result.devices) {
        const own = (all) => all.filter((each) => each.device === device.kind);
        const part = {
            ...result,
            devices: [device],
            rows: own(result.rows),
            growth: own(result.growth),
            failures: own(result.failures),
        };
        const level = device.kind === "native" ? `-${device.details.simd}` : "";
        const name = `${device.kind}-${device.name}${level}`
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "-")
            .replace(/-$/, "");
        const path = join(folder, name);
        await writeJson(`${path}.json`, part);
        await writeFileAtomically(`${path}.md`, renderReport(part));
        out.note(`wrote ${path}.md and .json`);
    }
}
async function writeJson(path, result) {
    await writeFileAtomically(path, `${JSON.stringify(result, null, 1)}\n`);
}
/** Failure: nothing could be measured, something failed, results differ, or a time regressed. */
function verdict({ devices, rows, failures }, regressed, out) {
    const differing = rows.filter(({ peers }) => peers.some(({ agrees }) => !agrees));
    if (devices.length === 0)
        out.warn("No device could be opened: see skein devices.");
    if (failures.length > 0)
        out.warn(`${failures.length} cases could not be measured.`);
    for (const { work, peers } of differing) {
        for (const { name, agrees, difference } of peers) {
            if (!agrees)
                out.warn(`${work}: ${name}'s result differs by ${difference?.toExponential(1)}.`);
        }
    }
    if (regressed)
        out.warn("Some rows are slower than --regression allows.");
    const well = devices.length > 0 && failures.length === 0 && differing.length === 0 && !regressed;
    return well ? EXIT.success : EXIT.failure;
}
//# sourceMappingURL=bench.js.map