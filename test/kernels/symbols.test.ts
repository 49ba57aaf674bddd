/**
 * The addon is linked from the same sources compiled once per SIMD level. A definition that the
 * linker may merge with a namesake of another level (an inline function, a template instance)
 * could bring AVX-512 instructions to a processor without them, so each must be named for its level.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { nativeSimdLevels } from "../../src/device/node/index.js";
import { loadKernels } from "../../src/kernels/load.js";

/** What levels may share. */
const harmless = [
  // The compiler's reference to the handler of exceptions: an address, no code.
  /^DW\.ref\.__gxx_personality_v0$/,
];

const names = [...(await loadKernels()).keys()];

function objectsOf(level: string): string[] {
  const folder = new URL(
    `../../build/CMakeFiles/skein_kernels_${level}.dir/native/kernels/`,
    import.meta.url,
  );
  return names.map((name) => fileURLToPath(new URL(`${name}.cc.o`, folder)));
}

function whySkip(objects: string[]): string | null {
  // Elsewhere nm prints other letters.
  if (process.platform !== "linux") return "reads ELF objects only";
  if (spawnSync("nm", ["--version"]).status !== 0) return "nm is not installed";
  if (!objects.every(existsSync)) return "no object files in build/: npm run build makes them";
  return null;
}

describe("kernels share no code between SIMD levels", () => {
  for (const level of nativeSimdLevels()) {
    const objects = objectsOf(level);
    const skip = whySkip(objects);
    it.skipIf(skip)(`${level}${skip ? ` (${skip})` : ""}`, () => {
      const output = execFileSync("nm", ["-C", "--defined-only", ...objects], { encoding: "utf8" });
      const symbols = [...output.matchAll(/^[0-9a-f]+ (\w) (.+)$/gm)].map(([, type, name]) => ({
        type: type!,
        name: name!,
      }));
      for (const name of names) {
        expect(symbols).toContainEqual({
          type: "T",
          name: expect.stringContaining(`skein::${level}::run_${name}(`),
        });
      }
      // Weak functions and variables, and GNU's unique ones.
      const shared = symbols
        .filter(({ type }) => "WVu".includes(type))
        .map(({ name }) => name)
        .filter((name) => !name.includes(`skein::${level}::`) && !harmless.some((known) => known.test(name)));
      expect([...new Set(shared)]).toEqual([]);
    });
  }
});
