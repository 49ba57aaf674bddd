import { accessSync, constants, lstatSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { buildExplorer } from "./explorer.js";
import { root } from "./paths.js";
import { run, runTool, ScriptError } from "./run.js";
import { buildShaderTexts } from "./shader_texts.js";
import { buildIfChanged } from "./stamps.js";

/** Installs the npm dependencies and builds the addon and the TypeScript, each only where out of date. */
export async function setup() {
  await installDependencies();
  await buildAddon();
  await buildTypeScript();
  await buildExplorer();
}

/**
 * `npm install`, unless node_modules holds what package-lock.json asks for. It keeps to the lock file too, and
 * unlike `npm ci` it takes one that lacks other platforms' packages, as one written behind a mirror may.
 */
export async function installDependencies() {
  const reason = whyInstall();
  if (!reason) {
    console.log("dependencies: up to date");
    return;
  }
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new ScriptError(`dependencies: ${reason}, but node_modules is a link; install where it points to`);
  }
  console.log(`dependencies: npm install (${reason})`);
  const { code } = await run("npm", ["install", "--no-save", "--no-audit", "--no-fund"]);
  if (code !== 0) {
    throw new ScriptError(
      "dependencies: npm install failed (see above); check the network and the npm registry, then try again",
    );
  }
}

function whyInstall() {
  // npm keeps a record of what it installed, in the format of the lock file.
  const installed = readJson("node_modules/.package-lock.json")?.packages;
  if (!installed) return "no node_modules yet";
  const wanted = readJson("package-lock.json")?.packages ?? {};
  const named = new Set(
    Object.keys(wanted[""]?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`),
  );
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = installed[path];
    // Packages for other platforms are optional and stay out; those that Skein itself names are not for a platform.
    if (!found && (entry.optional || entry.devOptional) && !named.has(path)) continue;
    if (!found) return `${path} is missing`;
    if (found.version !== entry.version) return `${path} is ${found.version}, not ${entry.version}`;
  }
  return undefined;
}

/** `cmake-js`: native/ to build/Release/skein.node, and skein_mpi.node where there is MPI. */
export async function buildAddon() {
  await buildIfChanged({
    name: "addon",
    files: ["CMakeLists.txt", "native"],
    settings: {
      ...versions("node-addon-api", "node-api-headers", "cmake-js"),
      platform: `${process.platform}-${process.arch}`,
      SKEIN_SIMD_LEVELS: process.env.SKEIN_SIMD_LEVELS || "all",
      CXX: process.env.CXX ?? "",
      MPI: await describeMpi(),
    },
    output: "build/Release/skein.node",
    build: () => compile({ folder: "build" }),
  });
}

/** What the addon for MPI is built with: when another MPI is installed, it is built again. */
async function describeMpi() {
  if (process.env.SKEIN_MPI === "OFF") return "off";
  const { code, stdout } = await run("mpicc", ["-show"], { capture: true });
  return code === 0 ? stdout.trim() : (process.env.MPI_HOME ?? "none");
}

/**
 * Configures and builds one target of CMakeLists.txt with cmake-js.
 *
 * @param {object} options
 * @param {string} options.folder build folder, relative to the root; the addon gets into its Release/
 * @param {string} [options.target]
 * @param {string} [options.sanitize] value of SKEIN_SANITIZE
 * @param {{ arch: string, compiler: string }} [options.cross] another processor, and the C++ compiler for it
 */
export async function compile({ folder, target, sanitize, cross }) {
  if (!onPath("cmake")) {
    throw new ScriptError(
      "addon: CMake was not found; install it: apt install cmake (Debian, Ubuntu), brew install cmake (macOS)",
    );
  }
  if (!process.env.CXX && !["c++", "g++", "clang++"].some(onPath)) {
    throw new ScriptError(
      "addon: no C++ compiler was found; install one: apt install g++ (Debian, Ubuntu), xcode-select --install (macOS)",
    );
  }
  forgetOtherSource(folder);
  // ccache takes precompiled headers only where these are not compared.
  const sloppiness = [process.env.CCACHE_SLOPPINESS, "pch_defines", "time_macros"].filter(Boolean).join(",");
  const env = { CCACHE_SLOPPINESS: sloppiness };
  const cmake = (command, ...args) =>
    runTool("cmake-js/bin/cmake-js", [command, "--log-level", "warn", "--out", folder, ...args], { env });
  const options = { SKEIN_SIMD_LEVELS: process.env.SKEIN_SIMD_LEVELS || "all" };
  // What is found here is for this machine alone.
  options.SKEIN_MPI = cross || sanitize ? "OFF" : process.env.SKEIN_MPI || "ON";
  if (sanitize) options.SKEIN_SANITIZE = sanitize;
  if (cross) options.CMAKE_CXX_COMPILER = cross.compiler;
  if (onPath("ccache")) options.CMAKE_CXX_COMPILER_LAUNCHER = "ccache";
  const definitions = Object.entries(options).map(([name, value]) => `--CD${name}=${value}`);
  const configured = await cmake("configure", ...(cross ? ["--arch", cross.arch] : []), ...definitions);
  if (configured.code !== 0) {
    throw new ScriptError("addon: CMake could not configure the build; its message above says why");
  }
  const jobs = process.env.CMAKE_BUILD_PARALLEL_LEVEL ?? String(availableParallelism());
  const built = await cmake("build", "--parallel", jobs, ...(target ? ["--target", target] : []));
  if (built.code !== 0) {
    throw new ScriptError("addon: the C++ build failed; the compiler's messages are above");
  }
}

/** CMake refuses a cache made in another place, as after the project was moved: start that one afresh. */
function forgetOtherSource(folder) {
  const file = join(root, folder, "CMakeCache.txt");
  let cached;
  try {
    cached = readFileSync(file, "utf8").match(/^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m)?.[1];
  } catch {
    return;
  }
  if (cached === root) return;
  rmSync(file);
  rmSync(join(root, folder, "CMakeFiles"), { recursive: true, force: true });
}

/** `tsc`: src/ to dist/, with the text of shaders for browsers. */
export async function buildTypeScript() {
  await buildShaderTexts();
  await buildIfChanged({
    name: "typescript",
    files: ["src", "tsconfig.json", "tsconfig.build.json"],
    settings: versions("typescript"),
    output: "dist",
    build: async () => {
      // tsc leaves the output of sources that are gone.
      rmSync(join(root, "dist"), { recursive: true, force: true });
      const { code } = await runTool("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
      if (code !== 0) throw new ScriptError("typescript: tsc reported the errors above");
    },
  });
}

function versions(...packages) {
  return Object.fromEntries(
    packages.map((name) => [name, readJson(`node_modules/${name}/package.json`)?.version ?? "missing"]),
  );
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), "utf8"));
  } catch {
    return undefined;
  }
}

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
