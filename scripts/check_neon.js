// npm run check:neon: compiles the native code for 64-bit ARM, whose SIMD level is NEON, on a machine of another
// kind. Nothing is linked or run; the compiler's errors and warnings are what it is for. CXX names another compiler.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./lib/paths.js";
import { main, run, ScriptError } from "./lib/run.js";

const compiler = process.env.CXX || "aarch64-linux-gnu-g++";
const flags = [
  ...["-std=gnu++20", "-DSKEIN_SIMD=neon", "-Inative", "-O1", "-fPIC", "-c"],
  ...["-ffp-contract=fast", "-Wall", "-Wextra", "-Wno-psabi", "-Werror"],
];

await main(async () => {
  const target = await run(compiler, ["-dumpmachine"], { capture: true });
  if (target.code === 127) {
    throw new ScriptError(
      `NEON: ${compiler} was not found; install it: apt install g++-aarch64-linux-gnu (Debian, Ubuntu), or set CXX`,
    );
  }
  if (!/^(aarch64|arm64)/.test(target.stdout)) {
    throw new ScriptError(
      `NEON: ${compiler} compiles for ${target.stdout.trim()}; set CXX to a compiler for aarch64`,
    );
  }
  // addon.cc needs the headers of Node, and holds nothing that depends on the processor.
  const sources = ["native", "native/kernels"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".cc") && file !== "addon.cc")
      .map((file) => `${folder}/${file}`),
  );
  const objects = mkdtempSync(join(tmpdir(), "skein-neon-"));
  const failed = [];
  const rest = sources.entries();
  const worker = async () => {
    for (const [index, source] of rest) {
      const { code } = await run(compiler, [...flags, source, "-o", join(objects, `${index}.o`)]);
      if (code !== 0) failed.push(source);
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
  } finally {
    rmSync(objects, { recursive: true, force: true });
  }
  console.log(
    failed.length > 0
      ? `NEON: ${failed.sort().join(", ")} did not compile`
      : `NEON: ${sources.length} files compile with ${compiler}`,
  );
  return failed.length > 0 ? 1 : 0;
});
