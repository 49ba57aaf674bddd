/** The cases of all kernels on the native device, as a program of its own: `npm run test:arm64` starts it under QEMU. */
import { nativeSimdLevels, openDevice } from "../../src/device/node/index.js";
import { loadKernels } from "../../src/kernels/load.js";
import { conformanceCases, type Reference } from "./conformance_case.js";

const SEED = 20261121;

/** Prints what fails and how many passed; the exit code is 1 where any fails. */
export async function runConformance(references: Readonly<Record<string, Reference>>): Promise<void> {
  const [simd] = nativeSimdLevels();
  const device = await openDevice("native", { threads: 2 });
  let passed = 0;
  let failed = 0;
  for (const [name, kernel] of await loadKernels()) {
    const reference = references[name];
    if (!reference) throw new Error(`write test/reference/${name}.ts`);
    for (const { title, problem } of conformanceCases(kernel, reference, SEED)) {
      const found = await problem(device);
      if (found === null) passed++;
      else console.log(`${title}: ${found}`);
      if (found !== null) failed++;
    }
  }
  device.close();
  console.log(`conformance on ${process.arch}, ${simd}: ${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}
