import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./paths.js";

/** Where the reporter leaves its counts. */
export const summaryFile = join(cache, "test-summary.json");

/**
 * A Vitest reporter that counts the results, and apart from them those of the WebGPU cases: a test that runs
 * on a device names it in its title, as in `gemm [webgpu]`.
 */
export default class SummaryReporter {
  onTestRunEnd(modules) {
    const counts = () => ({ passed: 0, failed: 0, skipped: 0 });
    const summary = { ...counts(), webgpu: { ...counts(), reasons: [] } };
    const reasons = new Set();
    for (const module of modules) {
      // A file that fails to load has no tests to fail.
      if (module.errors().length > 0) summary.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        // Tests still pending at the end did not run: the run was cut short.
        const outcome = state === "passed" || state === "failed" ? state : "skipped";
        summary[outcome] += 1;
        if (!test.fullName.includes("webgpu")) continue;
        summary.webgpu[outcome] += 1;
        if (outcome === "skipped" && note) reasons.add(note);
      }
    }
    summary.webgpu.reasons = [...reasons];
    mkdirSync(cache, { recursive: true });
    writeFileSync(summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  }
}
