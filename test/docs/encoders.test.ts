/** docs/encoders.md: its program, run as printed. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/encoders.md", root), "utf8");
const block = (marker: string) =>
  new RegExp(`<!-- ${marker} -->\\s*\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page)![1]!;

it("docs/encoders.md prints what it says [native]", { timeout: 300_000 }, async () => {
  // Inside the project, so that "skein" is the package itself.
  const folder = new URL(".cache/encoders-page/", root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("program.mjs", folder), block("program"));
  try {
    const cwd = fileURLToPath(folder);
    const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd });
    expect(stdout).toBe(block("output"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("docs/encoders.md is linked from the README", () => {
  expect(readFileSync(new URL("README.md", root), "utf8")).toContain("](docs/encoders.md)");
});
