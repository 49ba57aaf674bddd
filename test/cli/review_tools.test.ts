/** `skein outliers`, `skein names` and `skein export-images`, as a user does it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRun } from "../review/exports/run.js";
import { drawing, save } from "../review/pictures.js";
import { here, shell, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here(args, { cwd: folder.path });

beforeAll(async () => {
  for (let i = 0; i < 20; i++) await save(drawing(i), at("photos"), `${String(i).padStart(2, "0")}.png`);
  await save(sharp(await drawing(30).png().toBuffer()).resize(12, 9), at("photos"), "thumb.png");
  const images = ["beach 1", "beach 2", "IMG_3", "boots 1", "boots 2"].map((name, i) => ({
    ...{ name: `${name}.png`, class: i < 3 ? 0 : 1, confidence: 0.9 - i / 10 },
  }));
  await writeRun(at("run"), at("pictures"), images, [null, "shoes"]);
});

describe("outliers [native]", () => {
  it("prints images with their reasons, and writes a table", async () => {
    const { code, stdout, stderr } = await run("outliers", "photos", "-d", "native", "-o", "new/odd.csv");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^thumb\.png\n {2}0\.\d\d {2}tiny: 12 x 9 pixels; the others have 96 x 64 in the middle\n/,
    );
    expect(stdout).toMatch(/\n21 images: 1 outlier \(tiny 1\)\n\nnew\/odd\.csv\n$/);
    const [header, line] = readFileSync(at("new/odd.csv"), "utf8").split("\n");
    expect(header).toBe("image,reason,severity,score,threshold,text");
    expect(line).toMatch(/^thumb\.png,tiny,0\.\d+,108,384,12 x 9 pixels; /);
  });

  it("takes a run's classes and corrections into account, and prints JSON", async () => {
    const args = ["-k", "2", "--features", "hog,colour", "--method", "kmeans", "-d", "native"];
    const clustered = await run("cluster", "photos", ...args, "--no-report", "-q", "--out", "clustered");
    expect(clustered.code, clustered.stderr).toBe(0);
    const { code, stdout, stderr } = await run("outliers", "clustered", "-d", "native", "--json", "-q");
    expect(code, stderr).toBe(0);
    const { images, outliers } = JSON.parse(stdout);
    expect(images).toBe(21);
    expect(outliers.map(({ image }: { image: string }) => image)).toContain("thumb.png");
    const hash = /^thumb\.png,.*,([0-9a-f]{32})$/m.exec(
      readFileSync(at("clustered/assignments.csv"), "utf8"),
    )![1];
    const time = "2026-11-28T00:00:00.000Z";
    const ignore = { n: 1, time, kind: "ignore", images: [{ path: "thumb.png", hash }], ignored: true };
    writeFileSync(at("clustered/corrections.jsonl"), `${JSON.stringify(ignore)}\n`);
    const without = await run("outliers", "clustered", "-d", "native", "--json", "-q", "--reasons", "tiny");
    expect(JSON.parse(without.stdout)).toMatchObject({ images: 20, outliers: [] });
  });

  it("looks at some images of an array, too", async () => {
    const { code, stdout } = await run("outliers", "mnist", "-d", "native", "-q", "--limit", "30");
    expect([code, stdout]).toEqual([0, "60 images, none odd among the others\n"]);
  });

  it.each([
    [["photos", "--reasons", "ugly"], /there is no reason ugly: reasons are far from all classes/],
    [["photos", "--out", "new/odd.csv"], /odd\.csv exists: choose another --out/],
    [["clustered", "--limit", "3"], /a run is looked at as a whole/],
    [["nothing"], /nothing does not exist/],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await run("outliers", ...args, "-d", "native");
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("names", () => {
  it("prints proposals, and gives them to classes without a name", async () => {
    const { code, stdout, stderr } = await run("names", "run");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^ +0 +3 {2}beach +0\.6667 {2}in the file names of 2 of 3 images$/m);
    expect(stdout).toMatch(/^ +1 {2}shoes +2 {2}boots +1 {2}in the file names of 2 of 2 images$/m);
    expect(readFileSync(at("run/corrections.jsonl"), "utf8")).toBe("");
    const applied = await run("names", "run", "--apply", "--json");
    expect(JSON.parse(applied.stdout).applied).toEqual([{ class: 0, name: "beach" }]);
    expect(JSON.parse(readFileSync(at("run/corrections.jsonl"), "utf8"))).toMatchObject({
      ...{ n: 1, kind: "name", class: 0, name: "beach" },
    });
    const again = await run("names", "run", "--apply");
    expect(again.stdout).toMatch(/\n0 classes named\n$/);
    expect(existsSync(at("run/.skein-lock"))).toBe(false);
  });

  it("waits for no other process that writes there", async () => {
    const holder = { pid: process.pid, host: `${hostname()}-other`, since: "2026-11-28" };
    writeFileSync(at("run/.skein-lock"), JSON.stringify(holder));
    const { code, stderr } = await run("names", "run", "--apply");
    expect(code).toBe(2);
    expect(stderr).toMatch(/another run is writing here/);
    const { code: looked } = await run("names", "run");
    expect(looked).toBe(0);
    rmSync(at("run/.skein-lock"));
  });

  it.each([
    [["photos"], /photos holds no run: give a folder that skein cluster wrote/],
    [["nowhere", "--apply"], /nowhere holds no run/],
    [["run", "--min-confidence", "0.5"], /is for --apply/],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await run("names", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("export-images", () => {
  it("prints what a dry run would write, writes it, and does not replace it", async () => {
    const folders = ["export-images", "run", "--format", "folders", "--out", "sorted"];
    const dry = await run(...folders, "--dry-run", "--class", "shoes");
    expect(dry.code, dry.stderr).toBe(0);
    expect(dry.stdout).toBe(
      "shoes/boots 1.png\nshoes/boots 2.png\n\nsorted would have 2 images, 2 files; nothing was written\n",
    );
    expect(existsSync(at("sorted"))).toBe(false);
    const written = await run(...folders);
    expect(written.stdout).toBe("sorted: 5 images, 5 files\n");
    expect(readdirSync(at("sorted")).sort()).toEqual([".skein-export.json", "beach", "shoes"]);
    expect((await run(...folders)).stderr).toMatch(/sorted holds an earlier export/);
    expect((await run(...folders, "--force", "--copy", "--json")).stdout).toMatch(/"written": true/);
  });

  it("prints files of text to stdout", async () => {
    const { code, stdout } = await shell(
      "skein export-images run --format list --min-confidence 0.55 | wc -l",
      { cwd: folder.path },
    );
    expect([code, stdout.trim()]).toEqual([0, "4"]);
  });

  it.each([
    [["--format", "ugly"], /--format is ugly: choose one of folders, csv, json, coco/],
    [["--format", "yolo"], /is a folder of pictures: give its place with --out/],
    [["--format", "csv", "--dry-run"], /--dry-run is for an export to --out/],
    [
      ["--format", "csv", "--class", "hats"],
      /there is no class hats: the classes are 0 \(beach\), 1 \(shoes\)/,
    ],
    [["--format", "folders", "--out", "pictures/sorted"], /lie in each other/],
    [["--format", "folders", "--out", "x", "--copy", "--link"], /cannot be used with/],
  ])("refuses %j", async (args, message) => {
    mkdirSync(at("pictures"), { recursive: true });
    const { code, stderr } = await run("export-images", "run", ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
