/** Text from outside may not steer the terminal it is shown on. */
import { describe, expect, it } from "vitest";
import { commandLine } from "../../src/cli/about.js";
import { describeError } from "../../src/cli/exit_codes.js";
import { printable, printableLines } from "../../src/cli/printable.js";
import { table } from "../../src/cli/table.js";
import { DataError } from "../../src/errors.js";

describe("printable", () => {
  it.each([
    ["a\u001b[2J\u001b]0;title\u0007.png", "a\\u001b[2J\\u001b]0;title\\u0007.png"],
    ["c1: \u009b2J", "c1: \\u009b2J"],
    ["line\nfeed\r\ttab\u007f", "line\\nfeed\\r\\ttab\\u007f"],
    ["gpj\u202egnp.exe", "gpj\\u202egnp.exe"],
    ["half \ud83d", "half \\ud83d"],
    ["Zoë/日本語/عربي/😀 (1).png", "Zoë/日本語/عربي/😀 (1).png"],
  ])("%j", (given, shown) => {
    expect(printable(given)).toBe(shown);
    // As JSON has it, too.
    if (!given.includes("half")) expect(JSON.parse(`"${shown}"`)).toBe(given);
  });

  it("keeps the lines of a text", () => {
    expect(printableLines("a\n\u001b[1mb\n")).toBe("a\n\\u001b[1mb\n");
  });
});

it("a table's cells are printable, and still aligned", () => {
  expect(
    table(
      ["<name", "n"],
      [
        ["\u001b[31m", "1"],
        ["x\ny", "20"],
      ],
    ),
  ).toBe("name         n\n\\u001b[31m   1\nx\\ny        20\n");
});

it("a table may have more rows than a call has arguments", () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [String(i)]);
  expect(table(["<n"], rows)).toHaveLength("n\n".length + rows.reduce((sum, [n]) => sum + n!.length + 1, 0));
});

it("an error's message is one line", () => {
  expect(describeError(new DataError("a\u001b[2J\nb.png cannot be read"))).toBe(
    "a\\u001b[2J\\nb.png cannot be read",
  );
  expect(describeError(new Error("odd \u001b[2J"))).not.toContain("\u001b");
});

it("a command line to paste names the same files, and holds nothing that a terminal obeys", () => {
  const line = commandLine(["cluster", "a b\u001b[2J'\\é\n"]);
  expect(line).toMatch(/ cluster \$'a b\\x1b\[2J\\x27\\x5c\\xc3\\xa9\\x0a'$/);
});
