// The addon under the address and undefined-behaviour sanitizers, and the environment in which Node loads it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";
import { run, ScriptError } from "./run.js";
import { compile } from "./setup.js";

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

/** Builds build/asan where it is out of date, and returns what the environment needs. */
export async function buildForSanitizers() {
  await compile({ folder: "build/asan", sanitize: "address,undefined" });
  return {
    SKEIN_ADDON: join(root, "build", "asan", "Release", "skein.node"),
    SKEIN_NO_WEBGPU: "the sanitizers check the native device",
    LD_PRELOAD: await addressSanitizer(),
    // Node frees little of what it holds when it ends; memory that cannot be had is an error, not the end.
    ASAN_OPTIONS: "detect_leaks=0:allocator_may_return_null=1",
    UBSAN_OPTIONS: "print_stacktrace=1",
  };
}
