// npm test [-- arguments of Vitest]: sets up, then checks types, style, imports and runs the tests.
// Every step runs, whatever became of the one before; the exit code is 1 where any failed.
import { readFileSync, rmSync } from "node:fs";
import { describeAdapter, ensureAdapter } from "./lib/lavapipe.js";
import { main, runTool, ScriptError } from "./lib/run.js";
import { buildAddon, buildTypeScript, installDependencies } from "./lib/setup.js";
import { summaryFile } from "./lib/vitest-summary.js";

/** Runs a step, prints its time, and returns whether it succeeded. */
async function step(name, body) {
  const start = performance.now();
  let failure;
  try {
    await body();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    failure = error.message;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(failure ? `${failure}\n✗ ${name} failed (${seconds} s)` : `✓ ${name} (${seconds} s)`);
  return !failure;
}

const tool = async (file, args, remedy, env) => {
  const { code } = await runTool(file, args, { env });
  if (code !== 0) throw new ScriptError(remedy);
};

async function vitest(args, { env, reason }) {
  rmSync(summaryFile, { force: true });
  const reporters = ["--reporter=default", "--reporter=./scripts/lib/vitest-summary.js"];
  const environment = reason ? { ...env, SKEIN_NO_WEBGPU: reason } : env;
  await tool(
    "vitest/vitest.mjs",
    ["run", ...reporters, ...args],
    "tests: see the failures above; one file alone: npm test -- test/path/file.test.ts",
    environment,
  );
}

function readSummary() {
  try {
    return JSON.parse(readFileSync(summaryFile, "utf8"));
  } catch {
    return undefined;
  }
}

function printSummary({ reason }) {
  const summary = readSummary();
  if (!summary) {
    console.log("vitest ended without results");
    return;
  }
  const { webgpu } = summary;
  const why = [...new Set([...(reason ? [reason] : []), ...webgpu.reasons])].join("; ");
  const because = webgpu.skipped > 0 && why ? ` (${why})` : "";
  console.log(
    `webgpu: ${webgpu.passed} passed, ${webgpu.failed} failed, ${webgpu.skipped} skipped${because}`,
  );
  console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
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

  await check("types", () =>
    tool("typescript/bin/tsc", ["--noEmit", "-p", "."], "types: tsc reported the errors above"),
  );
  await check("lint", () =>
    tool(
      "@biomejs/biome/bin/biome",
      // Biome colours its output under CI even where that goes to a file.
      ["ci", ...(process.stdout.isTTY ? [] : ["--colors=off"])],
      "lint: npx biome check --write mends what can be mended by itself",
    ),
  );
  await check("imports", () =>
    tool(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      ["--config", ".dependency-cruiser.cjs", "--output-type", "err-long", "src", "test"],
      "imports: point each import the way .dependency-cruiser.cjs says",
    ),
  );
  await check("tests", () => vitest(args, found));

  if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
  printSummary(found);
  return failed.length > 0 ? 1 : 0;
});
