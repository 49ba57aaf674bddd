/** Command lines of the pages and of the help: each has a command that exists, options that it knows, and its arguments. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { textOf } from "../support/page_program.js";

const root = new URL("../../", import.meta.url);
const filesOf = (folder: string, pattern: RegExp) =>
  readdirSync(new URL(folder, root))
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}${name}`);
const files = [
  "README.md",
  "CONTRIBUTING.md",
  "FEATURES.md",
  ...filesOf("docs/", /\.md$/),
  ...filesOf("src/cli/commands/", /\.ts$/),
];

/** Words of a command line as a shell takes them, up to what ends a command. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/"[^"]*"|'[^']*'|[;|>#]|[^\s;|>#"']+/g)) {
    if (/^[;|>#]$/.test(word)) break;
    words.push(word.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return words;
}

/** `skein ...` at the beginning of a line of code, or after a semicolon; `skein ...` in the text where options follow. */
function linesOf(text: string): string[] {
  const code = [...text.matchAll(/^ *(?:\$ |npx )?skein ([^`\n]*)/gm)].map(([, rest]) => rest!);
  const more = code.flatMap((line) => [...line.matchAll(/; *skein ([^#;]*)/g)].map(([, rest]) => rest!));
  const inline = [...text.matchAll(/`(?:npx )?skein ([a-z]+ [^`\n]*)`/g)].map(([, rest]) => rest!);
  return [...code, ...more, ...inline];
}

const program = await createProgram();
const commands = new Map(program.commands.map((command) => [command.name(), command]));

describe.each(files.filter((file) => linesOf(textOf(file)).length > 0))("%s", (file) => {
  it.each(linesOf(textOf(file)))("skein %s", (line) => {
    const [name, ...given] = wordsOf(line);
    // "skein ... " in a table, or a command that a reader is to complete.
    const words = given.filter((word) => word !== "..." && word !== "…");
    const command = commands.get(name!);
    if (!command) {
      expect(["COMMAND", "help", "--help", "--version"]).toContain(name);
      return;
    }
    const { operands, unknown } = command.parseOptions(words);
    expect(unknown).toEqual(words.includes("--help") ? ["--help"] : []);
    const taken = command.registeredArguments;
    if (!taken.some(({ variadic }) => variadic)) expect(operands.length).toBeLessThanOrEqual(taken.length);
  });
});

it("there are command lines to check", () => {
  expect(files.flatMap((file) => linesOf(textOf(file))).length).toBeGreaterThan(100);
});
