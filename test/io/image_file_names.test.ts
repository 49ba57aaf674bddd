import { describe, expect, it } from "vitest";
import { outputStems } from "../../src/io/image_file_names.js";

describe("outputStems", () => {
  it.each([
    [
      ["a.png", "b/c.d.jpg", "7"],
      ["a", "b/c.d", "7"],
    ],
    [
      ["a.png", "a.jpg", "a.jpg", "A.PNG"],
      ["a", "a.jpg", "a.jpg-2", "A.PNG"],
    ],
    [
      ["../up.png", "/root/x.png", "C:\\y.png", "./z.png"],
      ["_/up", "root/x", "C/y", "z"],
    ],
    [
      ["..", "a/../../b.png"],
      ["_", "a/_/_/b"],
    ],
  ])("names files of their own within the folder: %j", (names, stems) => {
    expect(outputStems(names)).toEqual(stems);
  });
});
