/** `skein duplicates`, as a user does it. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawing, save } from "../review/pictures.js";
import { here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const run = (...args: string[]) => here(["duplicates", ...args, "-d", "native"], { cwd: folder.path });

describe("duplicates [native]", () => {
  beforeAll(async () => {
    const photos = join(folder.path, "photos");
    await save(drawing(1), photos, "holiday/1.png");
    copyFileSync(join(photos, "holiday/1.png"), join(photos, "1 (copy).png"));
    await save(drawing(1).resize(60, 40), photos, "small/1.jpg");
    await save(drawing(2), photos, "2.png");
  });

  it("prints groups, and which image to keep", async () => {
    const { code, stdout, stderr } = await run(
      "photos",
      "--out",
      "tables/duplicates.csv",
      "--keep",
      "resolution,path",
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^group 1\n {2}keep {6}1 \(copy\)\.png \(shortest path\)\n {2}copy {6}holiday\/1\.png \(1\.000\)\n {2}similar {3}small\/1\.jpg \(0\.9/,
    );
    expect(stdout).toMatch(/\n4 images: 1 group with 2 to spare\n\ntables\/duplicates\.csv\n$/);
    const table = readFileSync(join(folder.path, "tables/duplicates.csv"), "utf8").split("\n");
    expect(table.slice(0, 3)).toEqual([
      "group,image,keep,kind,similarity,reason",
      "1,1 (copy).png,1,kept,1.0000,shortest path",
      "1,holiday/1.png,0,copy,1.0000,",
    ]);
  });

  it("prints JSON", async () => {
    const { code, stdout } = await run("photos", "--json", "--quiet");
    expect(code).toBe(0);
    const { images, groups } = JSON.parse(stdout);
    expect(images).toBe(4);
    expect(groups).toHaveLength(1);
    expect(groups[0].members[0].kind).toBe("kept");
  });

  it.each([
    [["photos", "--keep", "colour"], /there is no rule colour: rules are resolution, sharpness/],
    [["photos", "--similarity", "0.3"], /similarity is 0\.3: give a number above 0\.5/],
    [["photos", "--out", "tables/duplicates.csv"], /duplicates\.csv exists: choose another --out/],
    [["mnist", "--limit", "10"], /mnist holds no image files to compare: give a folder/],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });
});
