/** What a run claims for itself: its folder, and the folder it sorts into. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RunFolder } from "../../src/cli/run_folder.js";
import { Sorter } from "../../src/cli/sort_into.js";
import { Lock } from "../../src/io/node/lock.js";
import { temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);

describe("a lock", () => {
  it("is held by one process, and then by the next", async () => {
    const first = await Lock.acquire(at("a-lock"), "a");
    await expect(Lock.acquire(at("a-lock"), "a")).rejects.toThrow(
      /^a: another run is writing here \(process \d+, since 20.+\): wait until it has ended, choose another folder$/,
    );
    first.release();
    (await Lock.acquire(at("a-lock"), "a")).release();
    expect(existsSync(at("a-lock"))).toBe(false);
  });

  it("goes to one of many who ask at once, left by a dead process or not", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    for (const left of [false, true]) {
      const path = at(`many-${left}`);
      const own = await Lock.acquire(path, "own");
      const holder = JSON.parse(readFileSync(path, "utf8"));
      own.release();
      if (left) writeFileSync(path, JSON.stringify({ ...holder, pid, start: holder.start && "before" }));
      const asked = await Promise.allSettled(Array.from({ length: 8 }, () => Lock.acquire(path, "many")));
      const got = asked.filter(({ status }) => status === "fulfilled");
      expect(got).toHaveLength(1);
      (got[0] as PromiseFulfilledResult<Lock>).value.release();
    }
    expect(readdirSync(folder.path).filter((name) => name.startsWith("many"))).toEqual([]);
  });

  it("is taken from a process whose number another has by now", async () => {
    const own = await Lock.acquire(at("b-lock"), "b");
    const holder = JSON.parse(readFileSync(at("b-lock"), "utf8"));
    own.release();
    // Where the system does not tell when a process began, our own number must be another's.
    writeFileSync(at("b-lock"), JSON.stringify({ ...holder, start: holder.start && `${holder.start}0` }));
    (await Lock.acquire(at("b-lock"), "b")).release();
  });

  it("of another machine counts as held, and the message says what to remove", async () => {
    writeFileSync(at("c-lock"), JSON.stringify({ pid: 1, host: "elsewhere 1", start: null, since: "then" }));
    await expect(Lock.acquire(at("c-lock"), "c")).rejects.toThrow(
      `process 1 on elsewhere, since then): wait until it has ended, choose another folder, ` +
        `or, if that process has ended, remove ${at("c-lock")}`,
    );
  });

  it("that was never written in full is taken after a while", async () => {
    writeFileSync(at("d-lock"), "");
    utimesSync(at("d-lock"), new Date(0), new Date(0));
    (await Lock.acquire(at("d-lock"), "d")).release();
  });
});

describe("a run's folder", () => {
  it("is given to one of two runs", async () => {
    const first = await RunFolder.open(at("run"));
    await expect(RunFolder.open(at("run"), { force: true })).rejects.toThrow("another run is writing here");
    symlinkSync(at("run"), at("alias"));
    await expect(RunFolder.open(at("alias"))).rejects.toThrow("another run is writing here");
    await first.close();
    expect(existsSync(at("run"))).toBe(false);
  });

  it("gets a number where runs of one name begin in the same second", async () => {
    const runs = await Promise.all([1, 2, 3].map(() => RunFolder.create(at("runs/x-1"))));
    expect(runs.map(({ path }) => path).sort()).toEqual(["runs/x-1", "runs/x-1-2", "runs/x-1-3"].map(at));
    await Promise.all(runs.map((run) => run.close()));
    // The folder around them goes with the run that made it, where that one ends last.
    expect(existsSync(at("runs")) ? readdirSync(at("runs")) : []).toEqual([]);
  });

  it("is refused where a folder has the name of a file to be written", async () => {
    mkdirSync(at("odd/report.html"), { recursive: true });
    await expect(RunFolder.open(at("odd"))).rejects.toThrow("report.html is a folder");
    expect(readdirSync(at("odd"))).toEqual(["report.html"]);
  });
});

describe("a folder to sort into", () => {
  const file = at("picture.png");
  writeFileSync(file, "x");
  const manner = { manner: "link", clusters: 2, sources: [] } as const;

  it("is given to one of two runs, and appears when that is done", async () => {
    const first = await Sorter.open(at("sorted"), manner);
    await expect(Sorter.open(at("sorted"), manner)).rejects.toThrow("another run is writing here");
    await first.add(1, { file });
    expect(existsSync(at("sorted"))).toBe(false);
    await first.finish();
    await first.discard();
    expect(readlinkSync(at("sorted/class-1/picture.png"))).toBe(file);
    await expect(Sorter.open(at("sorted"), manner)).rejects.toThrow("is not empty");
  });

  it("does not take over what a killed process had sorted", async () => {
    mkdirSync(at(".again.skein/class-0"), { recursive: true });
    writeFileSync(at(".again.skein/class-0/old.png"), "");
    const sorter = await Sorter.open(at("again"), manner);
    await sorter.add(0, { file });
    await sorter.finish();
    await sorter.discard();
    expect(readdirSync(at("again/class-0"))).toEqual(["picture.png"]);
  });

  it("leaves nothing where the run fails, not even folders above", async () => {
    const before = readdirSync(folder.path);
    const sorter = await Sorter.open(at("deep/er/sorted"), manner);
    await sorter.add(0, { file });
    await sorter.discard();
    expect(readdirSync(folder.path)).toEqual(before);
  });

  it("is filled where a link leads to an empty folder, and refused where it leads nowhere", async () => {
    mkdirSync(at("empty"));
    symlinkSync("empty", at("to-empty"));
    symlinkSync("nowhere", at("to-nowhere"));
    const sorter = await Sorter.open(at("to-empty"), manner);
    await sorter.add(0, { file });
    await sorter.finish();
    await sorter.discard();
    expect(readdirSync(at("empty"))).toEqual(["class-0"]);
    await expect(Sorter.open(at("to-nowhere"), manner)).rejects.toThrow("a link that leads nowhere");
  });

  it("lies in no source, whatever it is called", async () => {
    mkdirSync(at("photos/2024"), { recursive: true });
    symlinkSync("photos/2024", at("latest"));
    const sources = [at("photos")];
    for (const given of ["photos/sorted", "photos/2024/a/b", "latest/sorted", "./photos/../photos/x"]) {
      await expect(Sorter.open(at(given), { ...manner, sources })).rejects.toThrow(
        /lies in .*photos, whose images would be counted twice/,
      );
    }
    await expect(
      Sorter.open(at("photos/2024/sorted"), { ...manner, sources: [at("latest")] }),
    ).rejects.toThrow("lies in");
    await (await Sorter.open(at("photos-sorted"), { ...manner, sources })).discard();
  });

  it("takes in more images, each once, and keeps what lies there", async () => {
    for (const name of ["new.png", "more/picture.png"]) {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), name);
    }
    const sort = async (manner: "link" | "copy", names: string[]) => {
      const sorter = await Sorter.open(at("grown"), { manner, clusters: 2, sources: [], add: true });
      const added: boolean[] = [];
      for (const name of names) added.push(await sorter.add(1, { file: at(name) }));
      await sorter.finish();
      await sorter.discard();
      return added;
    };
    expect(await sort("link", ["picture.png"])).toEqual([true]);
    writeFileSync(at("grown/mine.txt"), "mine");
    expect(await sort("link", ["picture.png", "new.png", "more/picture.png"])).toEqual([false, true, true]);
    expect(await sort("copy", ["more/picture.png", "more/picture.png"])).toEqual([false, false]);
    expect(readdirSync(at("grown/class-1")).sort()).toEqual(["new.png", "picture-2.png", "picture.png"]);
    expect(readlinkSync(at("grown/class-1/picture.png"))).toBe(file);
    expect(readFileSync(at("grown/class-1/picture-2.png"), "utf8")).toBe("more/picture.png");
    expect(readdirSync(at("grown")).sort()).toEqual(["class-1", "mine.txt"]);
    expect(readdirSync(folder.path).filter((name) => name.startsWith(".grown"))).toEqual([]);
  });

  it("takes in nothing where the run fails, and none of its own images", async () => {
    const adding = { ...manner, add: true };
    const before = readdirSync(at("grown/class-1"));
    const sorter = await Sorter.open(at("grown"), adding);
    await sorter.add(0, { file });
    await sorter.discard();
    expect(readdirSync(at("grown")).sort()).toEqual(["class-1", "mine.txt"]);
    expect(readdirSync(at("grown/class-1"))).toEqual(before);
    await expect(Sorter.open(at("grown"), { ...adding, sources: [at("grown/class-1")] })).rejects.toThrow(
      "whose images are sorted already",
    );
    mkdirSync(at("other/things"), { recursive: true });
    await expect(Sorter.open(at("other"), adding)).rejects.toThrow("holds no folder of this model's classes");
  });

  it("takes many images of one long name", async () => {
    const longest = `${"é".repeat(125)}x.png`;
    expect(Buffer.byteLength(longest)).toBe(255);
    mkdirSync(at("long"));
    writeFileSync(at(`long/${longest}`), "");
    const sorter = await Sorter.open(at("long-sorted"), manner);
    for (let i = 0; i < 12; i++) await sorter.add(0, { file: at(`long/${longest}`) });
    const raster = { width: 1, height: 1, channels: 1, pixels: new Uint8Array(1) };
    await sorter.add(0, { name: "n".repeat(400), raster });
    await sorter.finish();
    await sorter.discard();
    const names = readdirSync(at("long-sorted/class-0"));
    expect(names).toHaveLength(13);
    expect(names).toContain(longest);
    for (const name of names) expect(name).toMatch(/\.png$/);
  });

  it("numbers many images of one name in little time", async () => {
    const sorter = await Sorter.open(at("equal"), manner);
    for (let i = 0; i < 5_000; i++) await sorter.add(0, { file });
    await sorter.discard();
  });
});
