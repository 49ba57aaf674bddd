/** docs/segmentation.md: its files are those of the command, its example is one that a segmenter takes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SEGMENT_FILES } from "../../src/cli/segment/folder.js";
import { ImageSegmenter } from "../../src/models/segmenter/index.js";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/segmentation.md", root), "utf8");

describe("docs/segmentation.md", () => {
  it("has a row for each file that the command writes", () => {
    const [, table] = /\| file \|[^\n]*\n\| --- \|[^\n]*\n((?:\|[^\n]*\n)+)/.exec(page)!;
    const names = table!.split("\n").flatMap((row) => [...row.split(" | ")[0]!.matchAll(/`([^`]+)`/g)]);
    expect(names.map(([, name]) => name!.replace(/\/$/, ""))).toEqual([...SEGMENT_FILES]);
  });

  it("has an example of settings that a segmenter takes", () => {
    const example = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!);
    expect(new ImageSegmenter(example).config).toMatchObject(example);
  });

  it("is linked from the README", () => {
    expect(readFileSync(new URL("README.md", root), "utf8")).toContain("](docs/segmentation.md)");
  });
});
