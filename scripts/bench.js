// npm run bench [-- options of `skein bench`]: sets up and measures every device, the CPU with each instruction set
// that it has. A whole run writes bench/results and the tables of docs/benchmarks.md and the README; with --filter,
// --shape or --quick it only prints.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeAdapter, ensureAdapter } from "./lib/lavapipe.js";
import { root } from "./lib/paths.js";
import { main, run, ScriptError } from "./lib/run.js";
import { setup } from "./lib/setup.js";

const RESULTS = "bench/results";
const PARTIAL = ["--filter", "--shape", "--quick", "--list", "--help", "-h"];

await main(async () => {
  await setup();
  // Where no GPU answers, software Vulkan shows the shaders at work; the report says which it was.
  const adapter = await ensureAdapter({ log: console.error });
  console.error(describeAdapter(adapter));
  const given = process.argv.slice(2);
  const whole = !given.some((word) => PARTIAL.includes(word.split("=")[0]));
  const command = ["dist/cli/main.js", "bench", ...(whole ? ["--scaling", "--results", RESULTS] : [])];
  const codes = [];
  for (const part of whole ? await parts(given) : [[]]) {
    const { code } = await run(process.execPath, [...command, ...given, ...part], { env: adapter.env });
    codes.push(code);
  }
  if (whole) await updatePages();
  return Math.max(...codes);
});

/** Options of one run for each device and instruction set, unless the command line chooses. */
async function parts(given) {
  const has = (...names) => given.some((word) => names.includes(word.split("=")[0]));
  if (has("--simd", "--device", "-d")) return [[]];
  const { nativeSimdLevels } = await import("../dist/device/node/native.js");
  const levels = nativeSimdLevels().filter((level) => level !== "baseline");
  const native = (levels.length > 0 ? levels.sort() : ["baseline"]).map((level) => ["--simd", level]);
  return [...native.map((simd) => ["--device", "native", ...simd]), ["--device", "webgpu"]];
}

/** From all files in bench/results, whichever machine they are from. */
async function updatePages() {
  const summary = await import("../dist/bench/summary.js");
  const files = await summary.readResultFolder(join(root, RESULTS));
  const sections = {
    "docs/benchmarks.md": summary.renderSummary(files),
    "README.md": summary.renderShortSummary(files),
  };
  for (const [page, section] of Object.entries(sections)) {
    const path = join(root, page);
    const text = summary.replaceSummary(await readFile(path, "utf8"), section);
    if (text === null) {
      throw new ScriptError(
        `${page} has no place for the results: put <!-- bench --> and <!-- /bench --> into it`,
      );
    }
    await writeFile(path, text);
  }
}
