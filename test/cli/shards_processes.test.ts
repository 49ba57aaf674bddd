/** `skein predict --shards` by several processes: ranks of a job, others that were started one by one, and killed ones. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KnownClasses } from "../../src/cli/known_classes.js";
import { Output } from "../../src/cli/output.js";
import { predictShards } from "../../src/cli/shards/predict_shards.js";
import { ShardResults, type Totals } from "../../src/cli/shards/results.js";
import { openShards } from "../../src/data/shards/index.js";
import { loadModel } from "../../src/models/index.js";
import { asRanks } from "../parallel/local_group.js";
import { MODEL, RESULTS, ShardedDigits } from "./sharded_digits.js";

const quiet = new Output({ quiet: true });
const sharded = new ShardedDigits();
afterAll(() => sharded.remove());
const at = (name: string) => sharded.at(name);
const run = (args: string[]) => sharded.run(args);
const predictInto = (out: string, ...more: string[]) => sharded.predictInto(out, ...more);
const names = (out: string) => sharded.names(out);
const bytesOf = (out: string) => sharded.bytesOf(out);
const rowsOf = (out: string) => sharded.rowsOf(out);

beforeAll(async () => {
  await sharded.make();
  expect((await predictInto("whole")).code).toBe(0);
});

describe("several processes", () => {
  /** As many ranks as asked for, each with the model on a device of its own. */
  async function predictAs(size: number, out: string, source = "shards") {
    mkdirSync(at(out));
    const shards = await openShards(at(source));
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

  it("a shard that one of them cannot read keeps none of them from the others", async () => {
    cpSync(at("shards"), at("bad"), { recursive: true });
    const path = at("bad/shard-000003.tar");
    writeFileSync(path, readFileSync(path).fill(1, 600, 601));
    const [first] = await predictAs(2, "of-bad", "bad");
    expect(first).toMatchObject({ computed: 6, kept: 0, totals: null, troubles: [], elsewhere: [] });
    expect(first!.failures).toEqual([
      expect.stringContaining("shard-000003.tar has other bytes than the manifest says"),
    ]);
    expect(names("of-bad")).toEqual(RESULTS.filter((name) => !/predictions|shard-000003/.test(name)));
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

  it("name a lock of another machine, do the rest, and fail", async () => {
    mkdirSync(at("lost"));
    const holder = JSON.stringify({ pid: 77, host: "node7 pid:[1]", start: null, since: "2026-01-02" });
    writeFileSync(at("lost/.shard-000003.lock"), holder);
    const { code, stderr } = await predictInto("lost", "--quiet");
    expect(stderr).toContain(
      "  shard-000003: process 77 on node7, since 2026-01-02; if it has ended, remove lost/.shard-000003.lock\n",
    );
    expect(stderr).toContain("When those processes have ended, run the same command again");
    expect(code).toBe(1);
    expect(names("lost").filter((name) => name.endsWith(".csv"))).toHaveLength(6);
    rmSync(at("lost/.shard-000003.lock"));
    expect((await predictInto("lost")).code).toBe(0);
    expect(bytesOf("lost")).toEqual(bytesOf("whole"));
  });

  it("wait a time for another machine's summary, and hear signals meanwhile", async () => {
    cpSync(at("one-rank"), at("summed"), { recursive: true });
    const holder = JSON.stringify({ pid: 77, host: "node7 pid:[1]", start: null, since: "2026-01-02" });
    const lock = at("summed/.predictions.json.lock");
    writeFileSync(lock, holder);
    const shards = await openShards(at("shards"));
    const results = new ShardResults(at("summed"), "job");
    const { signal } = new AbortController();
    expect(await results.summarize(shards, () => "", { signal, patience: 300 })).toEqual({
      holder: `process 77 on node7, since 2026-01-02; if it has ended, remove ${lock}`,
      running: false,
    });
    const soon = AbortSignal.timeout(300);
    await expect(results.summarize(shards, () => "", { signal: soon })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  it("killed between two shards, they go on", async () => {
    const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
    const args = ["predict", "--shards", "shards", "--model", MODEL, "--out", "killed", "--device", "native"];
    const child = spawn(process.execPath, [main, ...args], {
      cwd: sharded.path,
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
