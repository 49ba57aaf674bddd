// npm test [-- arguments of Vitest]: sets up, then does what npm run check does and runs the tests.
// Every step runs, whatever became of the one before; the exit code is 1 where any failed.
import { rmSync } from "node:fs";
import { checks } from "./lib/checks.js";
import { describeAdapter, ensureAdapter } from "./lib/lavapipe.js";
import { main } from "./lib/run.js";
import { buildAddon, buildTypeScript, installDependencies } from "./lib/setup.js";
import { step, tool } from "./lib/steps.js";
import { NEEDS, readSummary, summaryFile } from "./lib/vitest-summary.js";

/** Runs one of the projects of vitest.config.ts. */
async function vitest(project, args, { env, reason }) {
  const reporters = ["--reporter=default", "--reporter=./scripts/lib/vitest-summary.js"];
  const environment = reason ? { ...env, SKEIN_NO_WEBGPU: reason } : env;
  await tool(
    "vitest/vitest.mjs",
    ["run", "--project", project, ...reporters, "--passWithNoTests", ...args],
    "tests: see the failures above; one file alone: npm test -- test/path/file.test.ts",
    environment,
  );
}

function printSummary({ reason }) {
  const summary = readSummary();
  if (!summary || summary.passed + summary.failed + summary.skipped === 0) {
    console.log("vitest ended without results");
    return false;
  }
  for (const need of NEEDS) {
    const { passed, failed, skipped, reasons } = summary[need];
    const known = need === "webgpu" && reason ? [reason, ...reasons] : reasons;
    const why = [...new Set(known)].join("; ");
    console.log(
      `${need}: ${passed} passed, ${failed} failed, ${skipped} skipped${skipped > 0 && why ? ` (${why})` : ""}`,
    );
  }
  console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
  return true;
}

await main(async () => {
  const args = process.argv.slice(2);
  const failed = [];
  const check = async (name, body) => {
    if (!(await step(name, body))) failed.push(name);
  };

  await check("dependencies", installDependencies);
  if (failed.length > 0) return 1;
  await check("addon", buildAddon);
  await check("typescript", buildTypeScript);
  let found = { env: {} };
  await check("adapter", async () => {
    found = await ensureAdapter({ log: console.log });
    console.log(describeAdapter(found));
  });

  for (const [name, body] of checks()) await check(name, body);
  rmSync(summaryFile, { force: true });
  await check("tests", () => vitest("alone", args, found));
  await check("tests in shared processes", () => vitest("shared", ["--no-isolate", ...args], found));

  if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
  return printSummary(found) && failed.length === 0 ? 0 : 1;
});
