/** `skein shard` and `skein predict --shards`: the rows of a folder, whatever interrupts the work. */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { readNpy } from "../../src/data/npy.js";
import { Lock } from "../../src/io/node/lock.js";
import { loadModel } from "../../src/models/index.js";
import { COUNT, MODEL, RESULTS, SHARDS, ShardedDigits } from "./sharded_digits.js";

const sharded = new ShardedDigits();
afterAll(() => sharded.remove());
const at = (name: string) => sharded.at(name);
const run = (args: string[]) => sharded.run(args);
const predictInto = (out: string, ...more: string[]) => sharded.predictInto(out, ...more);
const names = (out: string) => sharded.names(out);
const bytesOf = (out: string) => sharded.bytesOf(out);
const rowsOf = (out: string) => sharded.rowsOf(out);

beforeAll(() => sharded.make());

describe("predict --shards", () => {
  beforeAll(async () => {
    const { code, stderr, stdout } = await predictInto("whole");
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("7 of 7 shards predicted: 61 images, 1 of them could not be used");
    expect(stderr).toContain("each in one row: whole/predictions.json");
  });

  it("writes the rows that predict writes for the folder", async () => {
    const { stdout, stderr } = await run(["predict", MODEL, "photos", "--device", "native"]);
    const [header, ...rows] = stdout.trim().split("\n");
    expect(rows, stderr).toHaveLength(COUNT);
    expect(rowsOf("whole").sort()).toEqual(rows.sort());
    for (const name of SHARDS)
      expect(readFileSync(join(at("whole"), `${name}.csv`), "utf8").split("\n")[0]).toBe(header);
    expect(names("whole")).toEqual(RESULTS);
  });

  it("sums up what the tables hold", () => {
    const summary = JSON.parse(readFileSync(at("whole/predictions.json"), "utf8"));
    expect(summary).toMatchObject({
      format: "skein-predictions",
      version: 1,
      shards: 7,
      images: 61,
      rows: 60,
      skipped: 1,
    });
    expect(summary.classes).toHaveLength(10);
    for (const { cluster, images, meanConfidence } of summary.classes) {
      const own = rowsOf("whole")
        .map((row) => row.split(","))
        .filter(([, id]) => Number(id) === cluster);
      expect(images).toBe(own.length);
      const mean = own.reduce((sum, [, , confidence]) => sum + Number(confidence), 0) / own.length;
      if (own.length > 0) expect(meanConfidence).toBeCloseTo(mean, 3);
      else expect(meanConfidence).toBe(null);
    }
    const records = SHARDS.map((name) => JSON.parse(readFileSync(join(at("whole"), `${name}.json`), "utf8")));
    expect(records.flatMap(({ skipped }) => skipped)).toEqual([
      { name: "odd/damaged.png", reason: expect.stringContaining("truncated or damaged") },
    ]);
  });

  it("keeps what is done and whole, and does the rest", async () => {
    cpSync(at("whole"), at("part"), { recursive: true });
    rmSync(at("part/predictions.json"));
    // No record, a table that was changed, a record that was cut off, and what a killed process left.
    rmSync(at("part/shard-000001.json"));
    writeFileSync(at("part/shard-000003.csv"), "image,cluster,confidence\n");
    writeFileSync(at("part/shard-000005.json"), '{"format":');
    const mark = createHash("sha256").update("shard-000001").digest("hex").slice(0, 12);
    writeFileSync(at(`part/.skein-${mark}-0123456789ab.tmp`), "x");
    // Whoever writes this may still be at it.
    writeFileSync(at("part/.skein-0123456789ab.tmp"), "x");
    writeFileSync(
      at("part/.shard-000001.lock"),
      JSON.stringify({ pid: 2 ** 22 + 1, host: "", start: null, since: "" }).replace(
        '"host":""',
        `"host":${JSON.stringify(await ownHost())}`,
      ),
    );
    const kept = statSync(at("part/shard-000000.csv")).mtimeMs;
    const { code, stderr } = await predictInto("part");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("3 of 7 shards predicted, 4 found done and kept: 61 images");
    rmSync(at("part/.skein-0123456789ab.tmp"));
    expect(bytesOf("part")).toEqual(bytesOf("whole"));
    expect(statSync(at("part/shard-000000.csv")).mtimeMs).toBe(kept);
  });

  it("replaces no files but its own results", async () => {
    mkdirSync(at("foreign"));
    cpSync(at("shards/shard-000000.tar"), at("foreign/classes.tar"));
    const args = ["predict", "--shards", "foreign", "--model", MODEL, "--device", "native", "--out"];
    const before = bytesOf("run");
    expect(await run([...args, "run", "--force"])).toMatchObject({
      code: 2,
      stderr: "--out run holds a run (model.safetensors): choose another folder\n",
    });
    expect(bytesOf("run")).toEqual(before);
    for (const name of ["classes.json", "classes.csv", "predictions.json"]) {
      mkdirSync(at("kept"));
      writeFileSync(at(`kept/${name}`), "[]");
      const { code, stderr } = await run([...args, "kept", "--force"]);
      expect([code, stderr]).toEqual([
        2,
        `kept/${name} would be replaced, and is no result of this command: choose another --out, or move the file away\n`,
      ]);
      expect(bytesOf("kept")).toEqual({ [name]: "[]" });
      rmSync(at("kept"), { recursive: true });
    }
  });

  it("refuses results of another model or options, and replaces them with --force", async () => {
    cpSync(at("whole"), at("other"), { recursive: true });
    const { code, stderr } = await predictInto("other", "--top", "2");
    expect(code).toBe(2);
    expect(stderr).toContain(
      "shard-000000.json is of another model, other classes or options: choose another --out",
    );
    expect(bytesOf("other")).toEqual(bytesOf("whole"));
    const forced = await predictInto("other", "--top", "2", "--force");
    expect(forced.code, forced.stderr).toBe(0);
    expect(rowsOf("other")[0]!.split(",")).toHaveLength(5);
  });

  it("gives images that people placed their class, as predict does, and refuses to mix with results from before", async () => {
    cpSync(at("run"), at("corrected"), { recursive: true });
    const model = "corrected/model.safetensors";
    const args = ["predict", "--shards", "shards", "--model", model, "--out", "placed", "--device", "native"];
    expect((await run(args)).code).toBe(0);
    for (const decision of [
      ["name", "3", "Threes"],
      ["move", "odd/1.png", "even/2.png", "--to", "Threes"],
    ]) {
      const { code, stderr } = await run(["correct", "corrected", ...decision]);
      expect(code, stderr).toBe(0);
    }
    const before = await run(args);
    expect(before.code).toBe(2);
    expect(before.stderr).toContain("of another model, other classes or options");
    expect((await run([...args, "--force"])).code).toBe(0);
    const { stdout } = await run(["predict", model, "photos", "--device", "native"]);
    expect(stdout).toContain("odd/1.png,3,1,Threes\n");
    expect(rowsOf("placed").sort()).toEqual(stdout.trim().split("\n").slice(1).sort());
  });

  it("writes features in the order of the rows", async () => {
    const { code, stderr } = await predictInto("features", "--features");
    expect(code, stderr).toBe(0);
    const images = await loadImageFolder(at("photos"), { height: 28, width: 28, channels: 1, range: "full" });
    const model = await loadModel(at(MODEL), "native");
    const { columns, data } = await model.transform(images);
    await model.close();
    for (const name of SHARDS) {
      const rows = readFileSync(join(at("features"), `${name}.csv`), "utf8")
        .trim()
        .split("\n")
        .slice(1);
      const path = join(at("features"), `${name}.npy`);
      const bytes = readFileSync(path);
      const { shape, type, start, fortran } = await readNpy({
        path,
        size: bytes.length,
        stream: async function* () {
          yield bytes;
        },
      });
      expect({ shape, type: type.name, fortran }).toEqual({
        shape: [rows.length, columns],
        type: "f4",
        fortran: false,
      });
      expect(start % 64).toBe(0);
      for (const [i, row] of rows.entries()) {
        const place = images.names!.indexOf(row.split(",")[0]!);
        for (let c = 0; c < columns; c++) {
          expect(bytes.readFloatLE(start + 4 * (i * columns + c))).toBeCloseTo(data[place * columns + c]!, 4);
        }
      }
    }
  });

  it("tells of a shard that cannot be read, does the others, and goes on when it is repaired", async () => {
    cpSync(at("shards"), at("bad"), { recursive: true });
    const path = at("bad/shard-000002.tar");
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes).fill(1, 600, 601));
    const args = ["predict", "--shards", "bad", "--model", MODEL, "--out", "repaired", "--device", "native"];
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "1 shard could not be predicted:\n  bad/shard-000002.tar has other bytes than the manifest says",
    );
    expect(stderr).toContain("run the same command again: it keeps the shards that are done");
    expect(names("repaired")).toEqual(
      RESULTS.filter((name) => name !== "predictions.json" && !name.startsWith("shard-000002")),
    );
    writeFileSync(path, bytes);
    const again = await run(args);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("1 of 7 shards predicted, 6 found done and kept");
    expect(bytesOf("repaired")).toEqual(bytesOf("whole"));
  });

  it("without a manifest, predicts a shard again that was changed since", async () => {
    cpSync(at("shards"), at("free"), { recursive: true });
    rmSync(at("free/shards.json"));
    const args = [
      "predict",
      "--shards",
      "free/shard-00000?.tar",
      "--model",
      MODEL,
      "--out",
      "freely",
      "--device",
      "native",
    ];
    expect((await run(args)).code).toBe(0);
    expect(bytesOf("freely")).toEqual(bytesOf("whole"));
    cpSync(at("shards/shard-000003.tar"), at("free/shard-000002.tar"));
    const { stderr } = await run(args);
    expect(stderr).toContain("1 of 7 shards predicted, 6 found done and kept");
    expect(readFileSync(at("freely/shard-000002.csv"), "utf8")).toBe(
      readFileSync(at("whole/shard-000003.csv"), "utf8"),
    );
  });

  it.each([
    [["--model", MODEL], "--shards needs a folder for the results: add --out <dir>"],
    [["--out", "x"], "--shards needs a model: add --model model.safetensors"],
    [["--model", MODEL, "--out", "shards"], "--out shards is the folder of the shards: choose another one"],
    [["--model", MODEL, "--out", "x", "--json"], "--json is not for --shards: leave it out"],
    [["--model", MODEL, "--out", "x", "--sort-into", "y"], "--sort-into is not for --shards"],
    [["--model", MODEL, "--out", "x", "--top", "99"], "--top is 99: this model has 10 classes"],
    [["--model", MODEL, "--out", "x", MODEL, "photos"], "--shards takes the place of images"],
    [["--model", MODEL, "--out", "tiny.json"], "tiny.json"],
  ])("%j is refused", async (args, sentence) => {
    const { code, stderr } = await run(["predict", "--shards", "shards", "--device", "native", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(existsSync(at("x"))).toBe(false);
  });

  it("its options are refused without it", async () => {
    const { code, stderr } = await run(["predict", MODEL, "photos", "--features"]);
    expect([code, stderr]).toEqual([2, "--features is for --shards: add that, or leave it out\n"]);
  });
});

async function ownHost(): Promise<string> {
  const path = at("host.lock");
  const lock = (await Lock.tryAcquire(path)) as Lock;
  const { host } = JSON.parse(readFileSync(path, "utf8"));
  expect(await Lock.tryAcquire(path)).toEqual({
    holder: expect.stringMatching(new RegExp(`^process ${process.pid}, since \\S+$`)),
    running: true,
  });
  lock.release();
  return host;
}

describe("shard", () => {
  it.each([
    [
      ["shard", "photos", "--out", "photos/in"],
      "--out photos/in lies in photos, which is read: choose another folder",
    ],
    [["shard", "photos", "--out", "s", "--no-shuffle", "--shuffle-seed", "1"], "give one of them"],
    [["shard", "nowhere", "--out", "s"], "nowhere does not exist"],
    [["shard", "photos", "--out", "s", "--size", "0"], "--size is 0"],
    [["shard", "photos"], "required option '-o, --out <dir>' not specified"],
    [
      ["shard", "photos", "--out", "shards", "--size", "10"],
      "shards holds shards of other images or settings",
    ],
    [["shard", "photos", "--out", "s", "--labels", "none.csv"], "The file of labels none.csv cannot be read"],
  ])("%j is refused", async (args, sentence) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it("keeps a source that lies among the shards, whatever --force says", async () => {
    cpSync(at("shards"), at("own"), { recursive: true });
    symlinkSync(at("own"), at("linked"));
    const before = bytesOf("own");
    for (const source of ["own/shard-000000.tar", "linked/shard-000000.tar"]) {
      const { code, stderr } = await run(["shard", source, "--out", "own", "--force"]);
      expect(code).toBe(2);
      expect(stderr).toBe(
        `${source}, which is read, lies in --out own, where shards are replaced: choose another folder\n`,
      );
      expect(bytesOf("own")).toEqual(before);
    }
    const inside = await run(["shard", "own", "--out", "linked/in", "--force"]);
    expect([inside.code, inside.stderr]).toEqual([
      2,
      "--out linked/in lies in own, which is read: choose another folder\n",
    ]);
  });

  it("gives what cluster sorts, with labels", async () => {
    const args = [
      "cluster",
      "shards",
      "--config",
      "tiny.json",
      "--size",
      "28",
      "--device",
      "native",
      "--no-report",
      "--out",
      "sorted",
      "--json",
    ];
    const { code, stdout, stderr } = await run(args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("accuracy");
    const images = readFileSync(at("sorted/assignments.csv"), "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",")[0]!);
    expect(images).toHaveLength(COUNT);
    expect(new Set(images.map((name) => name.split("/")[0]))).toEqual(new Set(["even", "odd"]));
  });

  it("says what it kept", async () => {
    const hash = () =>
      createHash("sha256")
        .update(readFileSync(at("shards/shards.json")))
        .digest("hex");
    const before = hash();
    const { code, stderr } = await run([
      "shard",
      "photos",
      "--out",
      "shards",
      "--size",
      "10",
      "--labels",
      "folders",
    ]);
    expect([code, stderr]).toEqual([0, "61 images in 7 shards, 7 of them written before: shards\n"]);
    expect(hash()).toBe(before);
    expect(names("shards")).toEqual([...SHARDS.map((name) => `${name}.tar`), "shards.json"]);
  });
});
