import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createImageSet, type ImageSet } from "../../src/data/image_set.js";
import { labelledImages, labelsFromFolders, loadLabels } from "../../src/data/labels.js";
import { DataError } from "../../src/errors.js";
import { put } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-labels-"));
afterAll(() => rmSync(root, { recursive: true }));

function named(names: string[] | null): ImageSet {
  const count = names?.length ?? 2;
  return createImageSet({
    count,
    height: 1,
    width: 1,
    channels: 1,
    pixels: new Uint8Array(count),
    names,
    source: "s",
  });
}

describe("labelsFromFolders", () => {
  test("takes the top-level folder as the class", () => {
    const set = labelsFromFolders(named(["dog/1.png", "cat/old/2.png", "cat/3.png", "10/x.png"]));
    expect(set.labelNames).toEqual(["10", "cat", "dog"]);
    expect([...set.labels!]).toEqual([2, 1, 1, 0]);
  });

  test("leaves the label of an image in no folder open", () => {
    const set = labelsFromFolders(named(["cat/1.png", "2.png", "ant/3.png"]));
    expect(set.labelNames).toEqual(["ant", "cat"]);
    expect([...set.labels!]).toEqual([1, -1, 0]);
    const known = labelledImages(set);
    expect(known.names).toEqual(["cat/1.png", "ant/3.png"]);
    expect([...known.labels!]).toEqual([1, 0]);
    expect(known.skipped).toEqual([{ name: "2.png", reason: "it lies in no folder that names its class" }]);
    expect(labelledImages(known)).toBe(known);
  });

  test("refuses images that all lie in no folder, and images that are no files", () => {
    expect(() => labelsFromFolders(named(["1.png", "2.png"]))).toThrow(/All images of s lie in that folder/);
    expect(() => labelsFromFolders(named(null))).toThrow(DataError);
  });
});

describe("loadLabels", () => {
  const images = ["a/1.png", "a/2.png", "b, c/3.png"];
  const read = async (text: string | Uint8Array, names: readonly string[] | number = images) => {
    const { labels, labelNames } = await loadLabels(put(root, "labels", text), names);
    return [...labels].map((label) => labelNames[label]);
  };

  const good: [string, string][] = [
    ["one per line", "x\ny\nx\n"],
    ["without a last line end", "x\ny\nx"],
    ["Windows line ends, a byte order mark and blank lines", "\uFEFFx\r\n\r\ny\r\nx\r\n"],
    ["a header", "label\nx\ny\nx\n"],
    ["semicolons", "a/2.png;y\nb, c/3.png;x\na/1.png;x\n".replace("b, c/3.png", '"b, c/3.png"')],
    ["tabs", 'a/2.png\ty\n"b, c/3.png"\tx\na/1.png\tx\n'],
    ["a name twice with one label", 'a/2.png,y\na/2.png,y\n"b, c/3.png",x\na/1.png,x\n'],
    ["old Macintosh line ends", "x\ry\rx\r"],
    ["name and label, in another order", 'a/2.png,y\n"b, c/3.png",x\na/1.png,x\n'],
    ["extra names", 'z.png,q\na/2.png,y\n"b, c/3.png",x\na/1.png,x\n'],
    ["titled columns among others", 'Class,size,File\nx,1,a/1.png\nx,"2,5","b, c/3.png"\ny,3,a/2.png\n'],
  ];
  test.each(good)("reads %s", async (_, text) => {
    expect(await read(text)).toEqual(["x", "y", "x"]);
  });

  test("quotes may hold quotes, commas and line ends; a stray one is itself", async () => {
    expect(await read('"say ""hi"""\n"two\nlines, one label"\n5" screen\n')).toEqual([
      'say "hi"',
      "two\nlines, one label",
      '5" screen',
    ]);
  });

  test("reads UTF-16 with a byte order mark", async () => {
    const text = Buffer.from("\uFEFFé\ny\né\n", "utf16le");
    expect(await read(text)).toEqual(["é", "y", "é"]);
    expect(await read(Buffer.from(text).swap16())).toEqual(["é", "y", "é"]);
  });

  test("a lone column begins with a label unless a line is left over", async () => {
    expect(await read("y\nn\ny\n", 3)).toEqual(["y", "n", "y"]);
    expect(await read("y\nn\ny\n", 2)).toEqual(["n", "y"]);
  });

  test("line ends, quotes and characters that chunks cut in two", async () => {
    const names = Array.from({ length: 120_000 }, (_, i) => `ordner/bild-ü-${i}.png`);
    const text = names.map((name, i) => `"${name}","cl""${i % 3}"\r\n`).join("");
    expect(Buffer.byteLength(text)).toBeGreaterThan(3 * 2 ** 20);
    expect(await read(text, names)).toEqual(names.map((_, i) => `cl"${i % 3}`));
  });

  test("sorts classes as numbers if all are, else by code unit", async () => {
    expect((await loadLabels(put(root, "n", "10\n9\n-1\n"), 3)).labelNames).toEqual(["-1", "9", "10"]);
    expect((await loadLabels(put(root, "n", "10\n9\nb\n"), 3)).labelNames).toEqual(["10", "9", "b"]);
  });

  test("reads IDX labels as they are", async () => {
    const { labels, labelNames } = await loadLabels(
      put(root, "idx", Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 2)),
      3,
    );
    expect([...labels]).toEqual([2, 0, 2]);
    expect(labelNames).toEqual(["0", "1", "2"]);
  });

  const bad: [string, string | Uint8Array, RegExp][] = [
    ["too few", "x\ny\n", /holds 2 labels for 3 images/],
    ["too many", "x\ny\nx\nx\n", /holds 4 labels for 3 images/],
    ["IDX of another length", Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 1), /holds 2 labels for 3 images/],
    ["IDX images", Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5), /has shape \[1, 1\]/],
    [
      "an image without a label",
      "a/1.png,x\na/2.png,y\n",
      /2 labels for 3 images, and none for 1 of them, such as b, c/,
    ],
    ["nothing", "\n\n", /is empty/],
    ["unnamed columns", "a,b,c\nd,e,f\n", /3 columns and no header/],
    ["a line without a label", "a/1.png,x\na/2.png\n", /line 2 has 1 of 2 fields/],
    [
      "spaces between name and label",
      "a/1.png x\na/2.png y\nb, c/3.png x\n",
      /line 1 begins with the image's name/,
    ],
    [
      "two labels for one image",
      'a/1.png,x\na/1.png,y\na/2.png,y\n"b, c/3.png",x\n',
      /two labels, x on line 1 and y on line 2/,
    ],
    ["an empty label", 'a/1.png,x\na/2.png,\n"b, c/3.png",x\n', /line 2 has an empty/],
    ["Latin-1", Buffer.from("caf\xe9\nx\ny\n", "latin1"), /is not UTF-8/],
    ["UTF-16 without a mark", Buffer.from("x\ny\nx\n", "utf16le"), /is not UTF-8/],
    ["commas and semicolons", "a/1.png;x,y\n", /more than one of comma, semicolon and tab/],
    ["an open quote", '"x\ny\nx\n', /a double quote is not closed/],
    ["text after a closing quote", '"x"y\nz\nx\n', /text follows a closing double quote/],
    ["millions of doubled quotes", `"${'""'.repeat(3_500_000)}"\n`, /longer than 65536 characters/],
    ["an endless line", "x".repeat(5_000_000), /longer than 65536 characters/],
  ];
  test.each(bad)("refuses %s", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toThrow(DataError);
  });

  test("refuses names where images have none, and a missing file", async () => {
    await expect(read("a.png,x\nb.png,y\n", 2)).rejects.toThrow(/these images have no names/);
    await expect(loadLabels(join(root, "none"), 3)).rejects.toThrow(/none cannot be read/);
  });
});
