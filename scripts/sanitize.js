// npm run test:sanitize [-- arguments of Vitest]: the native code under the sanitizers. The kernels run in
// Node on an addon built with the address and undefined-behaviour sanitizers; the pool, the
// device and its workspaces run in a program of their own with the thread sanitizer, which a Node that was built
// without it cannot load.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.js";
import { main, run, runTool, ScriptError } from "./lib/run.js";
import { compile, installDependencies } from "./lib/setup.js";

/** The shared library of the address sanitizer, which has to be loaded before Node itself. */
async function addressSanitizer() {
  const compiler = process.env.CXX || "c++";
  const arch = { x64: "x86_64", arm64: "aarch64" }[process.arch] ?? process.arch;
  for (const name of ["libasan.so", `libclang_rt.asan-${arch}.so`]) {
    const { stdout } = await run(compiler, [`-print-file-name=${name}`], { capture: true });
    // A compiler that lacks the file gives the bare name back.
    const file = stdout.trim();
    if (file !== name && existsSync(file)) return file;
  }
  throw new ScriptError(`sanitizers: ${compiler} has no shared address sanitizer; on Linux, set CXX to g++`);
}

await main(async () => {
  const given = process.argv.slice(2);
  const tests = given.length > 0 ? given : ["test/kernels", "test/device/native", "test/device/arguments"];
  await installDependencies();

  await compile({ folder: "build/asan", sanitize: "address,undefined" });
  const env = {
    SKEIN_ADDON: join(root, "build", "asan", "Release", "skein.node"),
    SKEIN_NO_WEBGPU: "the sanitizers check the native device",
    LD_PRELOAD: await addressSanitizer(),
    // Node frees little of what it holds when it ends.
    ASAN_OPTIONS: "detect_leaks=0",
    UBSAN_OPTIONS: "print_stacktrace=1",
  };
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

  await compile({ folder: "build/tsan", target: "skein_native_test", sanitize: "thread" });
  // Memory that cannot be had is one of its tests.
  const options = { env: { TSAN_OPTIONS: "allocator_may_return_null=1" } };
  const { code } = await run(join(root, "build", "tsan", "skein_native_test"), [], options);
  if (code !== 0) failed.push("pool, device and workspaces");
  console.log(failed.length > 0 ? `failed under the sanitizers: ${failed.join(", ")}` : "sanitizers: clean");
  return failed.length > 0 ? 1 : 0;
});
