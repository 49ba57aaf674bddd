/** The README's program, run as printed. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const readme = readFileSync(new URL("README.md", root), "utf8");
const block = (marker: string) =>
  new RegExp(`<!-- ${marker} -->(?:[^\`]*)\`\`\`\\w*\\n([^]*?)\`\`\``).exec(readme)![1]!;

it("prints what the README says [native]", { timeout: 900_000 }, async () => {
  // Inside the project, so that "skein" is the package itself.
  const folder = new URL(".cache/readme/", root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("program.mjs", folder), block("program"));
  const cwd = fileURLToPath(folder);
  const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd });
  rmSync(folder, { recursive: true });
  const numbers = (text: string) => text.match(/\d+\.\d+/g)!.map(Number);
  expect(stdout.replace(/[\d.]+/g, "#")).toBe(block("output").replace(/[\d.]+/g, "#"));
  // Another processor sums in another order, and ends in a slightly different place.
  numbers(stdout).forEach((value, i) => {
    expect(Math.abs(value - numbers(block("output"))[i]!), stdout).toBeLessThanOrEqual(0.03);
  });
});
