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
/** `skein devices`: what was looked for and found, what it reaches, and what mends what is missing. */
import { existsSync } from "node:fs";
import { openDevice } from "../device/node/index.js";
import { DeviceError } from "../errors.js";
import { describeDevice } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { measureRates } from "./rates.js";
const LOOKED_FOR = [
    ["native", "C++ kernels on the CPU"],
    ["webgpu", "WebGPU through Dawn: Vulkan, Metal or D3D12"],
];
export async function devices({ json = false }, out) {
    const findings = [];
    for (const [kind, what] of LOOKED_FOR) {
        out.note(`looking for ${kind} (${what}) ...`);
        findings.push(await look(kind, what));
    }
    const hints = hintsFor(findings);
    const chosen = findings.find(({ info }) => info?.isGpu) ?? findings.find(({ kind, info }) => kind === "native" && info);
    const auto = chosen?.kind ?? null;
    if (json)
        await out.data(`${JSON.stringify(asJson(findings, hints, auto))}\n`);
    else
        await out.result(asText(findings, hints, auto));
    return findings.some(({ info }) => info !== null) ? EXIT.success : EXIT.failure;
}
async function look(kind, what) {
    try {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const device = __addDisposableResource(env_1, await openDevice(kind), false);
            return { kind, what, info: device.info, rates: await measureRates(device), trouble: null };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    catch (error) {
        if (!(error instanceof DeviceError))
            throw error;
        return { kind, what, info: null, rates: null, trouble: error.message };
    }
}
/** What a person can try where no GPU answered: a card that is there but unseen is most often a matter of a container. */
function hintsFor(findings) {
    const gpu = findings.some(({ info }) => info?.isGpu);
    if (gpu || process.platform !== "linux")
        return [];
    const hints = [];
    if (existsSync("/dev/nvidiactl") || existsSync("/dev/dxg")) {
        hints.push("An NVIDIA card is here, but Vulkan does not see it. In a container, start it with " +
            "NVIDIA_DRIVER_CAPABILITIES=all (or compute,utility,graphics), and see that the driver's " +
            "nvidia_icd.json is in /usr/share/vulkan/icd.d or /etc/vulkan/icd.d, or is named by VK_DRIVER_FILES.");
    }
    else if (existsSync("/dev/dri")) {
        hints.push("A graphics card is in /dev/dri, but Vulkan does not use it: apt install mesa-vulkan-drivers, and add " +
            'yourself to the group that owns it: sudo usermod -aG render "$USER", then log in again.');
    }
    if (findings.some(({ kind, info }) => kind === "webgpu" && info === null)) {
        hints.push("Without a GPU, WebGPU can still be tried on Mesa's software driver. In skein's folder this fetches it " +
            'into .cache (Debian, Ubuntu): eval "$(node scripts/lavapipe.js --env)"');
    }
    return hints;
}
function asText(findings, hints, auto) {
    const lines = [];
    for (const { kind, what, info, rates, trouble } of findings) {
        lines.push(`${kind}: ${info ? describeDevice(info) : "not available"}`);
        if (!info)
            lines.push(`  looked for   ${what}`);
        for (const [name, value] of Object.entries(info ? detailsOf(info) : {}))
            lines.push(`  ${name.padEnd(12)} ${value}`);
        if (rates) {
            lines.push(`  ${"copy".padEnd(12)} ${rates.copyGBs.toFixed(1)} GB/s (64 MiB read and written)`);
            lines.push(`  ${"FMA".padEnd(12)} ${rates.fmaGFlops.toFixed(1)} GFLOP/s (gemm 1024 x 1024 x 1024, float32)`);
        }
        if (trouble)
            lines.push(`  trouble      ${trouble}`);
        lines.push("");
    }
    for (const hint of hints)
        lines.push(hint, "");
    lines.push(auto === null ? "--device auto finds nothing to run on." : `--device auto takes ${auto}.`);
    return `${lines.join("\n")}\n`;
}
/** What a person wants to know of a device, in words. */
function detailsOf({ kind, details, maxBindingBytes }) {
    const text = (name) => String(details[name] ?? "");
    const list = (name) => details[name]?.join(", ") || "none";
    if (kind === "native") {
        return { SIMD: `${text("simd")} (runs here: ${list("simdAvailable")})`, threads: text("threads") };
    }
    const mebibytes = (bytes) => `${Math.floor(bytes / 2 ** 20)} MiB`;
    return {
        adapter: details.software ? "software, slower than native: used only when asked for" : "GPU",
        driver: [text("vendor"), text("architecture"), text("description")].filter(Boolean).join(", "),
        features: list("features"),
        "opt-ins": list("optIns"),
        limits: `binding ${mebibytes(maxBindingBytes)}, buffer ${mebibytes(Number(details.maxBufferSize))}, ` +
            `workgroup ${text("maxComputeInvocationsPerWorkgroup")} invocations, ` +
            `${Number(details.maxComputeWorkgroupStorageSize) / 1024} KiB of shared memory`,
    };
}
function asJson(findings, hints, auto) {
    return {
        auto,
        devices: findings.map(({ kind, info, rates, trouble }) => ({
            kind,
            available: info !== null,
            ...(info && {
                name: info.name,
                isGpu: info.isGpu,
                maxBindingBytes: info.maxBindingBytes,
                ...info.details,
                ...rates,
            }),
            ...(trouble && { trouble }),
        })),
        hints,
    };
}
//# sourceMappingURL=devices.js.map