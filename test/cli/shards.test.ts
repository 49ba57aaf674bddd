/** `skein shard` and `skein predict --shards`: the rows of a folder, whoever does the work and whatever interrupts it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KnownClasses } from "../../src/cli/known_classes.js";
import { Output } from "../../src/cli/output.js";
import { predictShards } from "../../src/cli/shards/predict_shards.js";
import { ShardResults, type Totals } from "../../src/cli/shards/results.js";
import { encodePngQuickly } from "../../src/data/encode_png.js";
import { loadImageFolder } from "../../src/data/folder.js";
import { readNpy } from "../../src/data/npy.js";
import { openShards } from "../../src/data/shards/index.js";
import { Lock } from "../../src/io/node/lock.js";
import { loadModel } from "../../src/models/index.js";
import { put } from "../data/images.js";
import { asRanks } from "../parallel/local_group.js";
import { digits, tiny } from "../support/tiny_model.js";
import { skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (args: string[]) => skein(args, { cwd: folder.path });
const COUNT = 60;
const quiet = new Output({ quiet: true });
const MODEL = "run/model.safetensors";
const predictInto = (out: string, ...more: string[]) =>
  run(["predict", "--shards", "shards", "--model", MODEL, "--out", out, "--device", "native", ...more]);

beforeAll(async () => {
  for (let i = 0; i < COUNT; i++) {
    put(
      folder.path,
      `photos/${i % 2 ? "odd" : "even"}/${i}.png`,
      encodePngQuickly({ ...digits, channels: 1, pixels: new Uint8Array(digits.pixels) }, i),
    );
  }
  put(folder.path, "photos/odd/damaged.png", Buffer.from("\x89PNG\r\n\x1a\n and nothing else", "latin1"));
  writeFileSync(at("tiny.json"), JSON.stringify({ ...tiny, clusters: 10 }));
  const made = await run([
    "cluster",
    "photos",
    "--config",
    "tiny.json",
    "--size",
    "28",
    "--device",
    "native",
    "--no-report",
    "--out",
    "run",
    "--quiet",
  ]);
  expect(made.code, made.stderr).toBe(0);
  const shards = await run(["shard", "photos", "--out", "shards", "--size", "10", "--labels", "folders"]);
  expect(shards.code, shards.stderr).toBe(0);
  expect(shards.stderr).toContain("61 images in 7 shards: shards");
}, 240_000);

const names = (out: string) => readdirSync(at(out)).sort();
const SHARDS = Array.from({ length: 7 }, (_, i) => `shard-00000${i}`);
const RESULTS = ["predictions.json", ...SHARDS.flatMap((name) => [`${name}.csv`, `${name}.json`])];
const bytesOf = (out: string) =>
  Object.fromEntries(names(out).map((name) => [name, readFileSync(join(at(out), name), "utf8")]));

/** Rows of all tables of a folder of results, without their headers. */
function rowsOf(out: string): string[] {
  return SHARDS.flatMap((name) =>
    readFileSync(join(at(out), `${name}.csv`), "utf8")
      .trim()
      .split("\n")
      .slice(1),
  );
}

describe("predict --shards", { timeout: 120_000 }, () => {
  beforeAll(async () => {
    const { code, stderr, stdout } = await predictInto("whole");
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("7 of 7 shards predicted: 61 images, 1 of them could not be used");
    expect(stderr).toContain("each in one row: whole/predictions.json");
  }, 120_000);

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
    expect(bytesOf("part")).toEqual(bytesOf("whole"));
    expect(statSync(at("part/shard-000000.csv")).mtimeMs).toBe(kept);
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

  it("tells of a shard that cannot be read, does the others, and goes on when it is mended", async () => {
    cpSync(at("shards"), at("bad"), { recursive: true });
    const path = at("bad/shard-000002.tar");
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes).fill(1, 600, 601));
    const args = ["predict", "--shards", "bad", "--model", MODEL, "--out", "mended", "--device", "native"];
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "1 shard could not be predicted:\n  bad/shard-000002.tar has other bytes than the manifest says",
    );
    expect(stderr).toContain("run the same command again: it keeps the shards that are done");
    expect(names("mended")).toEqual(
      RESULTS.filter((name) => name !== "predictions.json" && !name.startsWith("shard-000002")),
    );
    writeFileSync(path, bytes);
    const again = await run(args);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("1 of 7 shards predicted, 6 found done and kept");
    expect(bytesOf("mended")).toEqual(bytesOf("whole"));
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
  expect(await Lock.tryAcquire(path)).toMatch(new RegExp(`^process ${process.pid}, since `));
  lock.release();
  return host;
}

describe("several processes", { timeout: 240_000 }, () => {
  /** As many ranks as asked for, each with the model on a device of its own. */
  async function predictAs(size: number, out: string) {
    mkdirSync(at(out));
    const shards = await openShards(at("shards"));
    return await asRanks(size, async (ranks) => {
      const model = await loadModel(at(MODEL), "native");
      try {
        const classes = await KnownClasses.open(at(MODEL), model, { out: quiet });
        const results = new ShardResults(at(out), "job");
        const summary = (totals: Totals) => JSON.stringify(totals);
        const { signal } = new AbortController();
        const work = { model, classes, results, top: 1, features: false, signal };
        return await predictShards({ ...work, shards, summary, ranks });
      } finally {
        await model.close();
      }
    });
  }
  beforeAll(async () => {
    await predictAs(1, "one-rank");
  });

  it.each([2, 4, 5])("%d ranks write the files of one", async (size) => {
    const out = `ranks-${size}`;
    const outcomes = await predictAs(size, out);
    expect(outcomes.map(({ computed, kept, failures }) => ({ computed, kept, failures }))).toEqual(
      outcomes.map(() => ({ computed: 7, kept: 0, failures: [] })),
    );
    expect(outcomes[0]!.totals).toMatchObject({ shards: 7, images: 61, rows: 60, skipped: 1 });
    expect(names(out)).toEqual(RESULTS);
    expect(bytesOf(out)).toEqual(bytesOf("one-rank"));
    expect(rowsOf(out)).toEqual(rowsOf("whole"));
  });

  it("a rank that fails is named by the others, which end their part", async () => {
    const shards = await openShards(at("shards"));
    mkdirSync(at("failing"));
    const ended = await asRanks(2, async (ranks) => {
      const model = await loadModel(at(MODEL), "native");
      const classes = await KnownClasses.open(at(MODEL), model, { out: quiet });
      if (ranks.rank === 1) {
        model.predictProba = () => Promise.reject(new Error("the device is lost"));
      }
      const results = new ShardResults(at("failing"), "job");
      const { signal } = new AbortController();
      const work = {
        model,
        classes,
        results,
        top: 1,
        features: false,
        signal,
      };
      return await predictShards({ ...work, shards, summary: () => "", ranks })
        .catch((error: Error) => error)
        .finally(() => model.close());
    });
    expect(ended[1]).toMatchObject({ message: "the device is lost" });
    expect(ended[0]).toMatchObject({
      totals: null,
      troubles: [{ rank: 1, message: "the device is lost", exitCode: 1 }],
    });
    expect(existsSync(at("failing/predictions.json"))).toBe(false);
  });

  it("started one by one share the work, and the last one sums up", async () => {
    const both = await Promise.all([predictInto("both"), predictInto("both")]);
    for (const { code, stderr } of both) expect(code, stderr).toBe(0);
    const done = both.map(({ stderr }) => Number(/(\d+) of 7 shards predicted/.exec(stderr)![1]));
    expect(done[0]! + done[1]!).toBe(7);
    expect(both.some(({ stderr }) => stderr.includes("each in one row"))).toBe(true);
    expect(bytesOf("both")).toEqual(bytesOf("whole"));
  });

  it("killed between two shards, they go on", async () => {
    const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
    const args = ["predict", "--shards", "shards", "--model", MODEL, "--out", "killed", "--device", "native"];
    const child: ChildProcess = spawn(process.execPath, [main, ...args], {
      cwd: folder.path,
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    while (!existsSync(at("killed/shard-000000.json"))) await setTimeout(2);
    child.kill("SIGKILL");
    await ended;
    const before = names("killed").filter((name) => /^shard-\d+\.json$/.test(name)).length;
    const { code, stderr } = await run(args);
    expect(code, stderr).toBe(0);
    if (before < 7)
      expect(stderr).toContain(`${7 - before} of 7 shards predicted, ${before} found done and kept`);
    expect(bytesOf("killed")).toEqual(bytesOf("whole"));
  });
});

describe("shard", { timeout: 120_000 }, () => {
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
