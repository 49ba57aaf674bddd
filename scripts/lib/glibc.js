import { run, ScriptError } from "./run.js";

/**
 * The newest version of glibc that a shared library asks for, and a symbol of it.
 * @param {string} file
 * @param {string} [triple] prefix of the binutils of another processor
 */
export async function newestGlibc(file, triple) {
  const objdump = triple ? `${triple}-objdump` : "objdump";
  const { code, stdout, stderr } = await run(objdump, ["-T", file], { capture: true });
  if (code !== 0)
    throw new ScriptError(`${objdump} cannot read ${file}: ${stderr.trim() || "install binutils"}`);
  const found = [...stdout.matchAll(/\(?GLIBC_([0-9.]+)\)?\s+(\S+)/g)].map(([, version, symbol]) => ({
    version,
    symbol,
  }));
  found.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
  return found[0] ?? { version: "0", symbol: "none" };
}
