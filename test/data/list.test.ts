import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openImages } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";
import { put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-list-"));
afterAll(() => rmSync(root, { recursive: true }));
const size = { height: 2, width: 2 };
const red = await solid(4, 4, "#f00").png().toBuffer();
for (const name of ["a.png", "deep/b.png", "deep/c.png", "bad.png"]) {
  put(root, name, name === "bad.png" ? "text" : red);
}
const absolute = join(root, "deep/c.png");
symlinkSync(join(root, "a.png"), join(root, "link.png"));

describe("a table of image paths", () => {
  test("by titles, with labels; what cannot be read is skipped", async () => {
    const rows = [
      "class,id,path",
      "dog,1,a.png",
      `cat,2,${absolute}`,
      "cat,3,deep/b.png",
      "cat,4,bad.png",
      "cat,5,gone.png",
    ];
    const { train } = await openImages(put(root, "set.csv", rows.join("\n")), size);
    expect(train.names).toEqual(["a.png", absolute, "deep/b.png"]);
    expect(train).toMatchObject({ labelNames: ["cat", "dog"], folder: root, count: 3 });
    expect([...train.labels!]).toEqual([1, 0, 0]);
    expect(train.skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      expect.stringMatching(/^bad.png: the content is none of/),
      "gone.png: line 6: no such file (paths are relative to the list)",
    ]);
    expect((await openImages(join(root, "set.csv"), { ...size, limit: 1 })).train.count).toBe(1);
  });

  test("without titles: a path to a line, and a label or none", async () => {
    const { train } = await openImages(put(root, "plain.txt", "a.png\ndeep\\b.png\n"), size);
    expect(train).toMatchObject({ names: ["a.png", "deep/b.png"], labels: null });
    const labelled = await openImages(put(root, "two.tsv", "a.png\tx\ndeep/b.png\ty\n"), size);
    expect(labelled.train.labelNames).toEqual(["x", "y"]);
  });

  test("a file counts once, by whatever name", async () => {
    const list = put(root, "twice.csv", "path\na.png\nlink.png\n./a.png\n");
    expect((await openImages(list, size)).train).toMatchObject({ names: ["a.png"], repeated: 2 });
  });

  test.each([
    ["labels.csv", "path,label\na.png,x\na.png,y\n", /two labels, on line 2 and on line 3/],
    ["short.csv", "path,label\na.png\n", /line 2 has no label/],
    ["empty.csv", "path,label\n", /holds no images/],
    [
      "gone.csv",
      "path\nnone.png\n",
      /^The only image in .*gone.csv cannot be used, none.png: line 2: no such file/,
    ],
    [
      "lost.csv",
      "path\nnone.png\nno.png\n",
      /None of the 2 images .* the first, none.png: line 2: no such file/,
    ],
    ["other.csv", "x,y\n1,2\n", /is not a type of file that holds images/],
  ])("%s is refused", async (name, text, message) => {
    const error = await openImages(put(root, name, text), size).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toMatch(message);
  });
});
