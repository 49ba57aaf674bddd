import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { debianRelease, unpackInto } from "./apt.js";
import { cache, root } from "./paths.js";
import { run, ScriptError } from "./run.js";

/**
 * Fetches Debian's age into .cache/age, for tests of what the two encrypt and open: no root, and nothing on the system
 * changes.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @throws {ScriptError} where this machine cannot fetch or start it
 */
export async function ensureAge({ log = () => {} } = {}) {
  const system = debianRelease();
  if (!system) throw new ScriptError("age is fetched on Debian and Ubuntu only");
  const folder = join(cache, "age", `${system.codename}-${process.arch}`);
  if (!existsSync(folder)) {
    log(`fetching age into ${relative(root, folder)}`);
    await unpackInto(folder, { codename: system.codename, alone: true, packages: ["age"] }, () => {});
  }
  const { code, stdout } = await run(join(folder, "usr", "bin", "age"), ["--version"], { capture: true });
  if (code !== 0) {
    throw new ScriptError(`age does not start; remove ${relative(root, folder)} to fetch it again`);
  }
  log(`age ${stdout.trim()}, from ${relative(root, folder)}`);
}
