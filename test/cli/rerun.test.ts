/** Classes that keep their ids, names and corrections from run to run, and `skein correct`. */
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PreviousRun } from "../../src/cli/cluster/previous.js";
import { Output } from "../../src/cli/output.js";
import { RunFolder } from "../../src/cli/run_folder.js";
import { encodePng } from "../../src/report/png.js";
import { ReviewRun } from "../../src/review/index.js";
import { here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const text = (name: string) => readFileSync(at(name), "utf8");
const run = (...args: string[]) => here(args, { cwd: folder.path });
const correct = (...args: string[]) => run("correct", "run", ...args);
const cluster = (...args: string[]) =>
  run(
    "cluster",
    "photos",
    "--features",
    "pixels",
    "--method",
    "kmeans",
    "--no-report",
    "-d",
    "native",
    ...args,
  );

/** Class of each image by its name. */
function classesIn(path: string): Map<string, number> {
  const [head, ...rows] = text(path).trimEnd().split("\n");
  const columns = head!.split(",");
  const [image, id] = [columns.indexOf("image"), columns.indexOf("cluster")];
  return new Map(rows.map((row) => [row.split(",")[image]!, Number(row.split(",")[id])]));
}

/** A square whose brightness and side tell the kind; the number changes single pixels. */
function picture(kind: number, number: number): Buffer {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => {
    const [row, column] = [i >> 4, i % 16];
    const lit = kind === 0 ? row < 6 : kind === 1 ? row > 9 : column < 6;
    return (lit ? 200 : 20) + ((i * 7 + number * 31) % 17);
  });
  return Buffer.from(encodePng({ width: 16, height: 16, channels: 1, pixels }));
}

describe("runs whose classes stay [native]", () => {
  beforeAll(async () => {
    mkdirSync(at("photos"));
    for (let i = 0; i < 36; i++) writeFileSync(at(`photos/${i % 3}-${i}.png`), picture(i % 3, i));
    const { code, stderr } = await cluster("-k", "3", "--out", "run");
    expect(code, stderr).toBe(0);
  });

  it("writes decisions down, tries them first, and takes them back", async () => {
    const first = classesIn("run/assignments.csv");
    const [a, b] = [first.get("0-0.png")!, first.get("1-1.png")!];
    expect((await correct("name", String(a), "Upper")).stdout).toBe(`1: class ${a} is called Upper\n`);
    expect((await correct("move", "1-1.png", "photos/1-4.png", "--to", "upper")).stdout).toBe(
      `2: 2 images to class ${a}\n`,
    );
    expect((await correct("lock", "2-2.png")).code).toBe(0);
    const before = text("run/corrections.jsonl");
    for (const [args, message] of [
      [["move", "2-2.png", "--to", "upper"], /2-2\.png is locked in class/],
      [["move", "nothing.png", "--to", "0"], /nothing\.png is not in the run/],
      [["move", "0-0.png"], /move needs a class: give --to CLASS/],
      [["name", "9", "x"], /there is no class 9/],
      [["name", "0"], /name takes other words: skein correct RUN name CLASS NAME/],
      [["name", "0", "x", "--to", "3"], /--to is not for name/],
      [["merge", "0", "lower"], /no class is called lower/],
      [["paint", "0"], /there is no decision paint: give one of .*cannot-link.*undo, list/],
      [["undo", "77"], /there is no decision 77/],
    ] as const) {
      const { code, stderr } = await correct(...args);
      expect(stderr).toMatch(message);
      expect(code).not.toBe(0);
    }
    expect(text("run/corrections.jsonl")).toBe(before);
    expect((await correct("merge", "upper", String(b))).code).toBe(0);
    expect((await correct("undo")).stdout).toMatch(/^5: not any more: classes/);
    const { stdout } = await correct("list", "--json");
    expect(JSON.parse(stdout).map(({ undone }: { undone: boolean }) => undone)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it("keeps ids, names and decided images with another seed, number of classes and more images", async () => {
    const first = classesIn("run/assignments.csv");
    const upper = first.get("0-0.png")!;
    cpSync(at("run"), at("kept"), { recursive: true });
    for (let i = 36; i < 48; i++) writeFileSync(at(`photos/${i % 3}-${i}.png`), picture(i % 3, i));
    const { code, stdout, stderr } = await cluster("-k", "4", "--seed", "9", "--out", "run", "--force");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /of the classes of the earlier run 3 stay: .*\(Upper\).* \(by 36 images that both have\)/,
    );
    expect(stdout).toMatch(/^new: 3$/m);
    const now = classesIn("run/assignments.csv");
    for (const name of ["1-1.png", "1-4.png", "0-0.png"]) expect(now.get(name)).toBe(upper);
    expect(now.get("2-2.png")).toBe(first.get("2-2.png"));
    const metrics = JSON.parse(text("run/metrics.json"));
    expect(metrics.classes.find(({ cluster: id }: { cluster: number }) => id === upper).name).toBe("Upper");
    expect(metrics.previous).toMatchObject({ images: 36, added: [3], gone: [] });
    const classes = JSON.parse(text("run/classes.json"));
    expect(classes).toMatchObject({ absorbed: 5, nextId: 4 });
    const undone = await correct("undo", "1");
    expect(undone.stderr).toMatch(/decision 1 is part of the classes that this run began with/);
    expect(undone.code).not.toBe(0);
  });

  it("takes up a run of another folder, which stays as it is", async () => {
    const before = text("kept/classes.json");
    const taken = await cluster("-k", "3", "--seed", "4", "--out", "next", "--previous", "kept");
    expect(taken.code, taken.stderr).toBe(0);
    expect(text("next/corrections.jsonl")).toBe(text("kept/corrections.jsonl"));
    expect(text("kept/classes.json")).toBe(before);
    expect(JSON.parse(text("next/classes.json")).classes).toEqual(
      expect.arrayContaining([{ id: classesIn("kept/assignments.csv").get("0-0.png"), name: "Upper" }]),
    );
    // A first result that holds these corrections already: training goes on from it.
    writeFileSync(at("next/checkpoint.safetensors"), "");
    const options = { previous: at("kept"), resume: true };
    const next = await RunFolder.open(at("next"), options);
    const signal = new AbortController().signal;
    const resumed = await PreviousRun.open(next, options, new Output({ quiet: true }), signal);
    expect(resumed).toMatchObject({ path: at("next"), replaced: true });
    // One that was stopped before its classes were written follows the earlier run again.
    rmSync(at("next/classes.json"));
    const again = await PreviousRun.open(next, options, new Output({ quiet: true }), signal);
    expect(again).toMatchObject({ path: at("kept"), replaced: false });
    await next.close();
    const none = await cluster("-k", "3", "--out", "other", "--previous", "photos");
    expect(none.stderr).toMatch(/--previous photos holds no run/);
    expect(existsSync(at("other"))).toBe(false);
  });

  it("uses what is whole of a cut file, and refuses links that contradict each other", async () => {
    cpSync(at("kept"), at("cut"), { recursive: true });
    appendFileSync(at("cut/corrections.jsonl"), '{"n":6,"time":"2026-');
    const cut = await cluster("-k", "3", "--out", "cut", "--force");
    expect(cut.code, cut.stderr).toBe(0);
    expect(cut.stderr).toMatch(/corrections\.jsonl, line 6, was cut off and is left out/);
    const [a, b] = ["0-0.png", "0-3.png"].map((path) => ({ path, hash: "0".repeat(32) }));
    const time = "2026-11-28T00:00:00.000Z";
    const links = ["must-link", "cannot-link"].map((kind, i) =>
      JSON.stringify({ n: 7 + i, time, kind, images: [a, b] }),
    );
    writeFileSync(at("kept/corrections.jsonl"), `${text("kept/corrections.jsonl")}${links.join("\n")}\n`);
    const assignments = text("kept/assignments.csv");
    const { code, stderr } = await cluster("-k", "3", "--out", "kept", "--force");
    expect(code).not.toBe(0);
    expect(stderr).toMatch(
      /links contradict each other, and no correction was applied: decision 8: 0-0\.png and 0-3\.png/,
    );
    expect(text("kept/assignments.csv")).toBe(assignments);
    // The list and undo still work, and repair it.
    expect((await run("correct", "kept", "undo", "8")).code).toBe(0);
    expect((await run("correct", "kept", "list")).stdout).toMatch(/taken back/);
  });

  it("does not lose corrections of a damaged run", async () => {
    cpSync(at("cut"), at("damaged"), { recursive: true });
    writeFileSync(at("damaged/classes.json"), "{");
    const refused = await cluster("-k", "3", "--out", "damaged", "--force");
    expect(refused.stderr).toMatch(/classes\.json is damaged .*or move corrections\.jsonl away/);
    expect(refused.code).not.toBe(0);
    rmSync(at("damaged/corrections.jsonl"));
    const fresh = await cluster("-k", "3", "--out", "damaged", "--force");
    expect(fresh.code, fresh.stderr).toBe(0);
    expect(fresh.stderr).toMatch(/The earlier run's classes are not kept/);
  });

  it("takes decisions back after a run, and says which images are gone", async () => {
    expect((await correct("name", "3", "Fourth")).code).toBe(0);
    rmSync(at("photos/2-2.png"));
    const rerun = await cluster("-k", "4", "--seed", "3", "--out", "run", "--force");
    expect(rerun.code, rerun.stderr).toBe(0);
    expect(rerun.stderr).toMatch(/1 image of the earlier run is not among those that were read.*: 2-2\.png/);
    expect(
      rerun.stderr.match(/1 image that decisions name is not in the run any more: 2-2\.png/g),
    ).toHaveLength(1);
    // The last one is about a class, and part of this run: the lock before it is meant.
    const last = await correct("undo");
    expect(last.code, last.stderr).toBe(0);
    expect(last.stdout).toMatch(/^7: not any more: .*2-2\.png/);
    // What was moved goes back to where this run, or the one before, found it.
    const upper = classesIn("run/assignments.csv").get("1-1.png");
    expect((await correct("undo", "2")).code).toBe(0);
    const opened = await ReviewRun.open(at("run"));
    const { state } = opened.replay();
    const classOf = (path: string) => state.classOf[opened.images.findIndex((key) => key.path === path)];
    expect(classOf("1-1.png")).toBe(classOf("1-7.png"));
    expect(classOf("1-1.png")).not.toBe(upper);
  });

  it("refuses to bring a link back that contradicts a later one", async () => {
    const numberOf = async (...args: string[]) => {
      const { code, stdout, stderr } = await correct(...args);
      expect(code, stderr).toBe(0);
      return stdout.split(":")[0]!;
    };
    await numberOf("must-link", "0-3.png", "0-6.png");
    const undo = await numberOf("undo");
    await numberOf("cannot-link", "0-3.png", "0-6.png");
    const refused = await correct("undo", undo);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/links contradict each other/);
    expect((await correct("name", "3", "Still")).code).toBe(0);
  });
});
