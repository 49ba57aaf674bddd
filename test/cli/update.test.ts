/** `skein update`: new images in the classes of a run. */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const text = (name: string) => readFileSync(at(name), "utf8");
const run = (...args: string[]) => here(args, { cwd: folder.path });
const update = (...args: string[]) => run("update", "run", ...args, "-d", "native");

/** Rows of assignments.csv by the image's name. */
function rows(): Map<string, Record<string, string>> {
  const [head, ...lines] = text("run/assignments.csv").trimEnd().split("\n");
  const columns = head!.split(",");
  const table = lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(columns.map((name, i) => [name, fields[i]!]));
  });
  return new Map(table.map((row) => [row.image!, row]));
}

/** A square, a part of which is lit; the number changes single pixels. */
function picture(kind: number, number: number): Buffer {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => {
    const [row, column] = [i >> 4, i % 16];
    const lit = [row < 6, row > 9, column < 6, column > 9][kind]!;
    return (
      (lit ? 200 : 20) +
      (((Math.imul(i + 1, 2654435761) ^ Math.imul(number + 1, 40503 * (i + 3))) >>> 9) % 17)
    );
  });
  return Buffer.from(encodePng({ width: 16, height: 16, channels: 1, pixels }));
}

function write(name: string, kinds: readonly number[], numbers: readonly number[]) {
  mkdirSync(at(name), { recursive: true });
  for (const n of numbers) {
    const kind = kinds[n % kinds.length]!;
    writeFileSync(at(`${name}/${kind}-${n}.png`), picture(kind, n));
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("skein update [native]", () => {
  beforeAll(async () => {
    write("photos", [0, 1, 2], range(0, 45));
    const given = ["--features", "pixels", "--method", "kmeans", "-k", "3", "--no-report", "-d", "native"];
    const { code, stderr } = await run("cluster", "photos", ...given, "--out", "run");
    expect(code, stderr).toBe(0);
  });

  it("adds new images to their classes, each once", async () => {
    write("new", [0, 1, 2], range(100, 112));
    writeFileSync(at("new/broken.png"), "no picture");
    cpSync(at("photos/0-0.png"), at("new/copy.png"));
    const before = rows();
    const { code, stdout, stderr } = await update("new");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/12 images added to run\n1 file of images that it has already/);
    expect(stderr).toMatch(/broken\.png/);
    const now = rows();
    expect(now.size).toBe(57);
    for (const [name, row] of before) expect(now.get(name)).toEqual(row);
    for (const n of range(100, 112)) {
      const row = now.get(at(`new/${n % 3 === 0 ? 0 : n % 3}-${n}.png`))!;
      expect(row).toMatchObject({ split: "added", cluster: before.get(`${n % 3}-${n % 3}.png`)!.cluster });
      expect(Number(row.confidence)).toBeGreaterThan(0.5);
    }
    const again = await update("new");
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toMatch(/^0 images added to run\n13 files of images that it has already/);
    expect(rows()).toEqual(now);
  });

  it("notes where a file moved to", async () => {
    const { hash, cluster } = rows().get("1-1.png")!;
    mkdirSync(at("photos/moved"));
    renameSync(at("photos/1-1.png"), at("photos/moved/a.png"));
    const { code, stdout, stderr } = await update("photos/moved");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/0 images added to run\n1 image moved: the new paths are noted/);
    expect(rows().has("1-1.png")).toBe(false);
    expect(rows().get("moved/a.png")).toMatchObject({ hash, cluster });
  });

  it("follows corrections: merged classes, and those that a person made", async () => {
    const [a, b, c] = ["0-0.png", "2-2.png", "2-5.png"].map((name) => rows().get(name)!.cluster);
    const kept = text("run/assignments.csv");
    const left = range(0, 8).map((i) => `2-${2 + 3 * i}.png`);
    expect(b).toBe(c);
    expect((await run("correct", "run", "merge", a!, rows().get("moved/a.png")!.cluster!)).code).toBe(0);
    expect((await run("correct", "run", "add", "Left")).stdout).toMatch(/new class 3, Left/);
    expect((await run("correct", "run", "move", ...left, "--to", "Left")).code).toBe(0);
    write("more", [1], range(200, 203));
    write("more", [2], range(210, 213));
    const { code, stdout, stderr } = await update("more", "--json");
    expect(code, stderr).toBe(0);
    const added: { path: string; cluster: number }[] = JSON.parse(stdout).added;
    const classOf = (kind: number) =>
      added.filter(({ path }) => path.includes(`/${kind}-`)).map(({ cluster }) => cluster);
    expect(classOf(1)).toEqual([Number(a), Number(a), Number(a)]);
    expect(classOf(2)).toEqual([3, 3, 3]);
    writeFileSync(at("run/assignments.csv"), kept);
    rmSync(at("run/corrections.jsonl"));
  });

  it("leaves unsorted what is unlike all, and makes a class of it when asked", async () => {
    write("strange", [3], range(300, 312));
    const { code, stdout, stderr } = await update("strange", "--threshold", "0.9");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^unsorted +12$/m);
    expect(stdout).toMatch(
      /12 unsorted images may be a class of their own: .*\n\(--accept-new makes these classes\)/,
    );
    const made = await update("strange", "--threshold", "0.9", "--accept-new");
    expect(made.code, made.stderr).toBe(0);
    expect(made.stdout).toMatch(/12 unsorted images are class 3 now/);
    const { stdout: list } = await run("correct", "run", "list");
    expect(list).toMatch(/new class 3\n.*12 images to class 3\n/);
  });

  it("refuses what it cannot add to", async () => {
    for (const [args, message] of [
      [["update", "photos", "new"], /photos holds no run: give a folder that skein cluster wrote/],
      [["update", "run", "nowhere"], /nowhere does not exist/],
      [["update", "run", "new", "--threshold", "2"], /--threshold is 2: give a number above 0 and up to 1/],
    ] as const) {
      const { code, stderr } = await run(...args);
      expect(stderr).toMatch(message);
      expect(code).not.toBe(0);
    }
  });
});
