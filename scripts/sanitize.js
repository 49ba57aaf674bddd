// npm run test:sanitize [-- arguments of Vitest]: the native code under the sanitizers. The kernels run in
// Node on an addon built with the address and undefined-behaviour sanitizers; the pool, the
// device and its workspaces run in a program of their own with the thread sanitizer, which a Node that was built
// without it cannot load.
import { join } from "node:path";
import { root } from "./lib/paths.js";
import { main, run, runTool, ScriptError } from "./lib/run.js";
import { buildForSanitizers } from "./lib/sanitizers.js";
import { compile, installDependencies } from "./lib/setup.js";

await main(async () => {
  const given = process.argv.slice(2);
  const tests =
    given.length > 0
      ? given
      : ["test/kernels", "test/device/native", "test/device/arguments", "test/device/indices"];
  await installDependencies();

  const env = await buildForSanitizers();
  // Each SIMD level is other machine code, with other ends of its loops.
  const list = "console.log(require(process.env.SKEIN_ADDON).simdLevels().join(' '))";
  const loaded = await run(process.execPath, ["--eval", list], { env, capture: true });
  if (loaded.code !== 0) throw new ScriptError(`sanitizers: the addon does not load:\n${loaded.stderr}`);
  const failed = [];
  for (const level of loaded.stdout.trim().split(" ")) {
    console.log(`kernels at SIMD level ${level}`);
    const options = { env: { ...env, SKEIN_SIMD: level } };
    const { code } = await runTool("vitest/vitest.mjs", ["run", ...tests], options);
    if (code !== 0) failed.push(`kernels at SIMD level ${level}`);
  }

  if (given.length === 0) {
    const { code } = await run(process.execPath, ["scripts/fuzz.js", "--asan", "--calls", "1000000"]);
    if (code !== 0) failed.push("public functions with hostile arguments");
  }

  await compile({ folder: "build/tsan", target: "skein_native_test", sanitize: "thread" });
  // Memory that cannot be had is one of its tests.
  const options = { env: { TSAN_OPTIONS: "allocator_may_return_null=1" } };
  const { code } = await run(join(root, "build", "tsan", "skein_native_test"), [], options);
  if (code !== 0) failed.push("pool, device and workspaces");
  console.log(failed.length > 0 ? `failed under the sanitizers: ${failed.join(", ")}` : "sanitizers: clean");
  return failed.length > 0 ? 1 : 0;
});
