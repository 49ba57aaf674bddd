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
import { openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { counted } from "../format.js";
import { casesOf } from "../kernels/case.js";
import { compare, hostArray } from "../kernels/compare.js";
import { loadKernels } from "../kernels/load.js";
import { caseInputs } from "../kernels/run_case.js";
import { describeDevice } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import { countProgress } from "./progress.js";
import { table } from "./table.js";
export async function verify(options, out) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { filter = "", seed } = options;
        const all = await loadKernels();
        const chosen = [...all.values()].filter(({ name }) => name.includes(filter));
        if (chosen.length === 0) {
            throw new ArgumentError(`no kernel's name contains ${filter}: choose from ${[...all.keys()].join(", ")}`);
        }
        const interrupt = __addDisposableResource(env_1, new InterruptListener(out), false);
        const gpu = __addDisposableResource(env_1, await openDevice("webgpu"), false);
        const cpu = __addDisposableResource(env_1, await openDevice("native"), false);
        out.note(`${describeDevice(gpu.info)}, against ${describeDevice(cpu.info)}; inputs from seed ${seed}`);
        if (!gpu.info.isGpu)
            out.note("(this WebGPU adapter is software: the shaders are checked, no GPU is)");
        const progress = countProgress(out, interrupt.signal, "verifying", "case");
        const total = chosen.reduce((sum, kernel) => sum + casesOf(kernel).length, 0);
        const verdicts = [];
        let done = 0;
        try {
            for (const kernel of chosen) {
                verdicts.push(await verifyKernel(kernel, gpu, cpu, seed, () => {
                    interrupt.signal.throwIfAborted();
                    progress.update(++done, total);
                }));
            }
        }
        finally {
            progress.stop();
        }
        const passed = verdicts.every((verdict) => verdict.passed);
        if (options.json)
            await out.data(`${JSON.stringify(asJson(verdicts, gpu, cpu, passed))}\n`);
        else
            await out.result(asText(verdicts, total));
        return passed ? EXIT.success : EXIT.failure;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Each device may be off by the tolerance from the exact result, so that two differ by up to twice that. */
function betweenDevices({ absolute, relative, because }) {
    return { absolute: 2 * absolute, relative: 2 * relative, because };
}
async function verifyKernel(kernel, gpu, cpu, seed, onCase) {
    const tolerance = betweenDevices(kernel.tolerance);
    const failures = [];
    let maxError = 0;
    let toleranceRatio = 0;
    const cases = casesOf(kernel);
    for (const [index, testCase] of cases.entries()) {
        const { params } = testCase;
        const inputs = caseInputs(kernel, testCase, seed + index);
        const [got, want] = await Promise.all([
            runOn(gpu, kernel, params, marked(kernel, inputs)),
            runOn(cpu, kernel, params, inputs),
        ]);
        for (const [name, binding] of kernel.bindingList) {
            if (binding.access !== "write" && binding.access !== "readWrite")
                continue;
            const result = compare(got[name], want[name], tolerance);
            maxError = Math.max(maxError, result.maxError);
            toleranceRatio = Math.max(toleranceRatio, result.worstRatio);
            if (result.passed)
                continue;
            const { worstIndex: i } = result;
            failures.push({
                case: params,
                what: `${name}[${i}] is ${got[name][i]} on the GPU, ${want[name][i]} on the CPU`,
            });
        }
        onCase();
    }
    const passed = failures.length === 0;
    return {
        kernel: kernel.name,
        cases: cases.length,
        passed,
        maxError,
        toleranceRatio,
        tolerance,
        failures,
    };
}
/** Outputs filled in another way than on the other device, so that a write missed on both shows too. */
function marked(kernel, inputs) {
    const copy = { ...inputs };
    for (const [name, binding] of kernel.bindingList) {
        if (binding.access === "write")
            copy[name] = inputs[name].slice().fill(77);
    }
    return copy;
}
async function runOn(device, kernel, params, inputs) {
    const slices = Object.fromEntries(Object.entries(inputs).map(([name, values]) => {
        const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
        device.write(slice, values);
        return [name, slice];
    }));
    try {
        device.record(kernel, slices, params);
        const results = kernel.bindingList
            .filter(([, { access }]) => access === "write" || access === "readWrite")
            .map(async ([name, { dtype }]) => [name, hostArray(dtype, await device.read(slices[name]))]);
        return Object.fromEntries(await Promise.all(results));
    }
    finally {
        for (const { buffer } of Object.values(slices))
            buffer.release();
    }
}
function asText(verdicts, total) {
    const rows = verdicts.map(({ kernel, cases, passed, maxError, toleranceRatio }) => [
        kernel,
        String(cases),
        maxError === 0 ? "0" : maxError.toExponential(1),
        toleranceRatio.toFixed(3),
        passed ? "ok" : "FAILED",
    ]);
    const failed = verdicts.filter(({ passed }) => !passed);
    const details = failed.flatMap(({ kernel, failures, tolerance }) => [
        ...failures.map((failure) => `${kernel} ${JSON.stringify(failure.case)}: ${failure.what}`),
        `  allowed: ${tolerance.absolute} + ${tolerance.relative} * |CPU| (${tolerance.because})`,
    ]);
    const kernels = counted(verdicts.length, "kernel");
    const verdict = failed.length === 0
        ? `${kernels}, ${counted(total, "case")}: all agree.`
        : `${failed.length} of ${kernels} failed: update the GPU's driver, or use --device native.`;
    return `${[table(["<kernel", "cases", "max error", "of tolerance", "<verdict"], rows).trimEnd(), ...details, verdict].join("\n")}\n`;
}
function asJson(verdicts, gpu, cpu, passed) {
    const device = ({ info }) => ({ kind: info.kind, name: info.name, ...info.details });
    return { passed, gpu: device(gpu), cpu: device(cpu), kernels: verdicts };
}
//# sourceMappingURL=verify.js.map