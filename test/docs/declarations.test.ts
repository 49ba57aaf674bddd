/** A program that uses the package, compiled with nothing but the package and Node's types. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "skein-types-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the declarations need no development dependency", () => {
  mkdirSync(join(folder, "node_modules", "@types"), { recursive: true });
  symlinkSync(resolve("."), join(folder, "node_modules", "skein"));
  symlinkSync(resolve("node_modules/@types/node"), join(folder, "node_modules", "@types", "node"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "a.ts"),
    'import * as skein from "skein"; export const k = new skein.KMeans({ clusters: 2 }); export const o = skein.openDevice;',
  );
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: false,
    module: "nodenext",
    target: "es2022",
    lib: ["esnext"],
    types: ["node"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["a.ts"] }));
  const tsc = resolve("node_modules/typescript/bin/tsc");
  const run = () => execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8", stdio: "pipe" });
  expect(run()).toBe("");
});
