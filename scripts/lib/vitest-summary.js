import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./paths.js";

/** Where the reporter leaves its counts. */
export const summaryFile = join(cache, "test-summary.json");

/** What not every machine has: tests that need it name it in their title, as in `gemm [webgpu]`. */
export const NEEDS = ["webgpu", "mpi"];

/** What the runs before this one have left, or undefined. */
export function readSummary() {
  try {
    return JSON.parse(readFileSync(summaryFile, "utf8"));
  } catch {
    return undefined;
  }
}

function emptySummary() {
  const counts = () => ({ passed: 0, failed: 0, skipped: 0 });
  const needs = NEEDS.map((need) => [need, { ...counts(), reasons: [] }]);
  return { ...counts(), ...Object.fromEntries(needs) };
}

/**
 * A Vitest reporter that counts the results, and apart from them those of tests that need something. It adds to the
 * counts that are there.
 */
export default class SummaryReporter {
  onTestRunEnd(modules) {
    const summary = readSummary() ?? emptySummary();
    for (const module of modules) {
      // A file that fails to load has no tests to fail.
      if (module.errors().length > 0) summary.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        // Tests still pending at the end did not run: the run was cut short.
        const outcome = state === "passed" || state === "failed" ? state : "skipped";
        summary[outcome] += 1;
        for (const need of NEEDS) {
          if (!new RegExp(`\\[${need}\\b`).test(test.fullName)) continue;
          summary[need][outcome] += 1;
          const reason = note ?? new RegExp(`\\[${need}\\] \\(([^)]+)\\)`).exec(test.fullName)?.[1];
          const { reasons } = summary[need];
          if (outcome === "skipped" && reason && !reasons.includes(reason)) reasons.push(reason);
        }
      }
    }
    mkdirSync(cache, { recursive: true });
    writeFileSync(summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  }
}
