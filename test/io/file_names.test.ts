import { describe, expect, it } from "vitest";
import { classFolders } from "../../src/cli/sort_names.js";
import { safeName } from "../../src/io/node/file_names.js";

describe("safeName", () => {
  it.each([
    ["boots", "boots"],
    ["a/b\\c", "a-b-c"],
    ['what? <this>: "1|2*"', "what- -this-- -1-2--"],
    ["tab\tand\0nul", "tab-and-nul"],
    [" ends with dots... ", "ends with dots"],
    ["..", ""],
    ["con", "con_"],
    ["COM1.old", "COM1_.old"],
    ["console", "console"],
    ["Schöne Kätzchen 猫", "Schöne Kätzchen 猫"],
  ])("%j", (text, expected) => {
    expect(safeName(text)).toBe(expected);
  });

  it("is short enough for a number behind it, without half characters", () => {
    const short = safeName("猫".repeat(200));
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(255 - 32);
    expect(short).toBe("猫".repeat(74));
  });
});

it("folders of classes have their names, or numbers where a name is none or taken", () => {
  expect(classFolders(5, ["Boots", "boots", "..", "a:b", "a?b"])).toEqual([
    ...["Boots", "class-1", "class-2", "a-b", "class-4"],
  ]);
});
