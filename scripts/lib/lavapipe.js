import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { probeAdapter } from "./adapter.js";
import { debianRelease, unpackInto } from "./apt.js";
import { cache, root } from "./paths.js";
import { ScriptError } from "./run.js";

const driverFile = "lvp_icd.json";

/**
 * Finds a WebGPU adapter, and where there is none fetches Mesa's software driver for it.
 *
 * The system's own drivers come first. Without one, on Debian and Ubuntu, lavapipe and the Vulkan loader are
 * downloaded as packages and unpacked below .cache/lavapipe: no root, and nothing on the system changes.
 *
 * @param {{ log?: (line: string) => void }} [options] `log` hears of a download, which takes a minute
 * @returns {Promise<{ env: Record<string, string>, adapter?: Record<string, unknown>, reason?: string }>}
 *   `env` is what a process must be started with to see the adapter; `reason` says why there is none.
 */
export async function ensureAdapter({ log = () => {} } = {}) {
  const system = await probeAdapter();
  if (system.adapter) return { env: {}, adapter: system.adapter };
  if (!existsSync(join(root, "node_modules", "webgpu"))) return { env: {}, reason: system.reason };

  const release = debianRelease();
  if (!release)
    return { env: {}, reason: `${system.reason}, and lavapipe is fetched on Debian and Ubuntu only` };

  const folder = join(cache, "lavapipe", `${release.id}-${release.version}-${process.arch}`);
  if (!existsSync(folder)) {
    log(`webgpu: ${system.reason}; fetching Mesa's lavapipe into ${relative(root, folder)}`);
    try {
      await fetchLavapipe(release, folder);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      return { env: {}, reason: `${system.reason}, and lavapipe could not be fetched: ${error.message}` };
    }
  }
  const env = driverEnvironment(folder);
  const { adapter, reason } = await probeAdapter(env);
  if (adapter) return { env, adapter };
  const again = `remove ${relative(root, folder)} to fetch it again`;
  return { env: {}, reason: `lavapipe was fetched but does not work: ${reason}; ${again}` };
}

/** One line on what `ensureAdapter` found. */
export function describeAdapter({ env, adapter, reason }) {
  if (!adapter) return `webgpu: no adapter: ${reason}`;
  const where = env.VK_DRIVER_FILES ? `, from ${relative(root, env.VK_DRIVER_FILES)}` : "";
  return `webgpu: ${adapter.device || adapter.vendor} (${adapter.description})${where}`;
}

async function fetchLavapipe({ id, version, codename }, folder) {
  const wanted = {
    codename,
    // Debian 12 has Mesa 22, on which Dawn finds no adapter; its backports have Mesa 25.
    backports: id === "debian" && Number(version) <= 12,
    packages: ["mesa-vulkan-drivers", "libvulkan1"],
  };
  await unpackInto(folder, wanted, (unpacked) => {
    const library = findLibrary(unpacked, "libvulkan_lvp.so");
    if (!library) throw new ScriptError("mesa-vulkan-drivers holds no libvulkan_lvp.so");
    // The loader reads a relative library_path from the JSON file's folder, so the project can be moved.
    const driver = { library_path: `./${relative(unpacked, library)}`, api_version: "1.3.0" };
    writeFileSync(join(unpacked, driverFile), JSON.stringify({ file_format_version: "1.0.0", ICD: driver }));
  });
}

function driverEnvironment(folder) {
  const libraries = libraryFolders(folder).join(":");
  const inherited = process.env.LD_LIBRARY_PATH;
  return {
    VK_DRIVER_FILES: join(folder, driverFile),
    LD_LIBRARY_PATH: inherited ? `${libraries}:${inherited}` : libraries,
  };
}

/** The folders Debian keeps shared libraries in: usr/lib/TRIPLET and, before the /usr merge, lib/TRIPLET. */
function libraryFolders(folder) {
  return ["usr/lib", "lib"].flatMap((name) => {
    const parent = join(folder, name);
    if (!existsSync(parent)) return [];
    return readdirSync(parent)
      .filter((entry) => entry.endsWith("-linux-gnu"))
      .map((entry) => join(parent, entry));
  });
}

function findLibrary(folder, name) {
  return libraryFolders(folder)
    .map((parent) => join(parent, name))
    .find((file) => existsSync(file));
}
