// Writes native/params/NAME.h for every kernel that src/kernels declares, and removes those of others.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/paths.js";
import { main } from "./lib/run.js";
import { buildTypeScript } from "./lib/setup.js";

await main(async () => {
  await buildTypeScript();
  const { loadKernels } = await import("../dist/kernels/load.js");
  const { nativeHeader } = await import("../dist/kernels/native_header.js");
  const folder = join(root, "native", "params");
  mkdirSync(folder, { recursive: true });
  const kernels = await loadKernels();
  for (const file of readdirSync(folder)) {
    if (!kernels.has(file.replace(/\.h$/, ""))) rmSync(join(folder, file));
  }
  for (const [name, kernel] of kernels) {
    const path = join(folder, `${name}.h`);
    const text = nativeHeader(kernel);
    // Untouched where equal: a new time stamp would compile the kernel again.
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
  console.log(`native/params: ${kernels.size} kernels`);
});
