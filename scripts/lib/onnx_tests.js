import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { debianRelease, unpackInto } from "./apt.js";
import { cache, root } from "./paths.js";
import { ScriptError } from "./run.js";

/** Debian 13: ONNX 1.17, up to operator set 22. */
const release = "trixie";

/**
 * Fetches ONNX's own tests into .cache/onnx-tests: models with inputs and outputs, a folder for each. Nothing is installed.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>} the folder that holds node/, pytorch-operator/ and others
 * @throws {ScriptError} where this machine cannot fetch them
 */
export async function ensureOnnxTests({ log = () => {} } = {}) {
  const folder = join(cache, "onnx-tests", release);
  if (!existsSync(folder)) {
    const system = debianRelease();
    if (system?.id !== "debian") throw new ScriptError("ONNX's tests are fetched on Debian only");
    log(`fetching ONNX's tests of Debian 13 into ${relative(root, folder)}`);
    const wanted = { codename: system.codename, other: release, alone: true, packages: ["libonnx-testdata"] };
    await unpackInto(folder, wanted, () => {});
  }
  return join(folder, "usr", "share", "libonnx-testdata", "data");
}
