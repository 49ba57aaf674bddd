/** `skein verify`: every kernel and case on the GPU against the CPU of this very machine. */
import type { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { counted } from "../format.js";
import { casesOf } from "../kernels/case.js";
import { compare, type HostArray, hostArray } from "../kernels/compare.js";
import type { AnyKernel, Tolerance } from "../kernels/kernel.js";
import { loadKernels } from "../kernels/load.js";
import { type CaseInputs, caseInputs } from "../kernels/run_case.js";
import { describeDevice } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";
import { table } from "./table.js";

export interface VerifyOptions extends CommonOptions {
  readonly filter?: string;
  readonly seed: number;
}

/** One kernel on both devices. */
interface Verdict {
  readonly kernel: string;
  readonly cases: number;
  readonly passed: boolean;
  /** Largest difference between the devices. */
  readonly maxError: number;
  /** The largest difference in units of what is allowed; above 1 is a failure. */
  readonly toleranceRatio: number;
  readonly tolerance: Tolerance;
  readonly failures: readonly { readonly case: Readonly<Record<string, number>>; readonly what: string }[];
}

export async function verify(options: VerifyOptions, out: Output): Promise<number> {
  const { filter = "", seed } = options;
  const all = await loadKernels();
  const chosen = [...all.values()].filter(({ name }) => name.includes(filter));
  if (chosen.length === 0) {
    throw new ArgumentError(`no kernel's name contains ${filter}: choose from ${[...all.keys()].join(", ")}`);
  }
  using interrupt = new InterruptListener(out);
  using gpu = await openDevice("webgpu");
  using cpu = await openDevice("native");
  out.note(`${describeDevice(gpu.info)}, against ${describeDevice(cpu.info)}; inputs from seed ${seed}`);
  if (!gpu.info.isGpu) out.note("(this WebGPU adapter is software: the shaders are checked, no GPU is)");

  const progress = countProgress(out, interrupt.signal, "verifying", "case");
  const total = chosen.reduce((sum, kernel) => sum + casesOf(kernel).length, 0);
  const verdicts: Verdict[] = [];
  let done = 0;
  try {
    for (const kernel of chosen) {
      verdicts.push(
        await verifyKernel(kernel, gpu, cpu, seed, () => {
          interrupt.signal.throwIfAborted();
          progress.update(++done, total);
        }),
      );
    }
  } finally {
    progress.stop();
  }
  const passed = verdicts.every((verdict) => verdict.passed);
  if (options.json) await out.data(`${JSON.stringify(asJson(verdicts, gpu, cpu, passed))}\n`);
  else await out.result(asText(verdicts, total));
  return passed ? EXIT.success : EXIT.failure;
}

/** Each device may be off by the tolerance from the exact result, so that two differ by up to twice that. */
function betweenDevices({ absolute, relative, because }: Tolerance): Tolerance {
  return { absolute: 2 * absolute, relative: 2 * relative, because };
}

async function verifyKernel(
  kernel: AnyKernel,
  gpu: Device,
  cpu: Device,
  seed: number,
  onCase: () => void,
): Promise<Verdict> {
  const tolerance = betweenDevices(kernel.tolerance);
  const failures: { case: Record<string, number>; what: string }[] = [];
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
      if (binding.access !== "write" && binding.access !== "readWrite") continue;
      const result = compare(got[name]!, want[name]!, tolerance);
      maxError = Math.max(maxError, result.maxError);
      toleranceRatio = Math.max(toleranceRatio, result.worstRatio);
      if (result.passed) continue;
      const { worstIndex: i } = result;
      failures.push({
        case: params,
        what: `${name}[${i}] is ${got[name]![i]} on the GPU, ${want[name]![i]} on the CPU`,
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
function marked(kernel: AnyKernel, inputs: CaseInputs): CaseInputs {
  const copy: CaseInputs = { ...inputs };
  for (const [name, binding] of kernel.bindingList) {
    if (binding.access === "write") copy[name] = inputs[name]!.slice().fill(77) as HostArray;
  }
  return copy;
}

async function runOn(
  device: Device,
  kernel: AnyKernel,
  params: Readonly<Record<string, number>>,
  inputs: CaseInputs,
): Promise<Record<string, HostArray>> {
  const slices = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => {
      const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
      device.write(slice, values);
      return [name, slice] as const;
    }),
  );
  try {
    device.record(kernel, slices as never, params);
    const results = kernel.bindingList
      .filter(([, { access }]) => access === "write" || access === "readWrite")
      .map(async ([name, { dtype }]) => [name, hostArray(dtype, await device.read(slices[name]!))] as const);
    return Object.fromEntries(await Promise.all(results));
  } finally {
    for (const { buffer } of Object.values(slices)) buffer.release();
  }
}

function asText(verdicts: readonly Verdict[], total: number): string {
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
  const verdict =
    failed.length === 0
      ? `${kernels}, ${counted(total, "case")}: all agree.`
      : `${failed.length} of ${kernels} failed: update the GPU's driver, or use --device native.`;
  return `${[table(["<kernel", "cases", "max error", "of tolerance", "<verdict"], rows).trimEnd(), ...details, verdict].join("\n")}\n`;
}

function asJson(verdicts: readonly Verdict[], gpu: Device, cpu: Device, passed: boolean) {
  const device = ({ info }: Device) => ({ kind: info.kind, name: info.name, ...info.details });
  return { passed, gpu: device(gpu), cpu: device(cpu), kernels: verdicts };
}
