/**
 * A soak: `npm run experiment:soak -- [--shards FOLDER] [--out FOLDER] [--model FILE] [--processes 1] [--mpi] [--device native]`. Predicts all
 * shards of `npm run data:soak` by several processes, with --mpi as ranks of one job of mpirun, kills them (SIGKILL; of ranks one) when half of the shards are done, starts them again, and checks that each image
 * has one row, that what was done is untouched, and how much memory grows. Writes soak.json into --out, and ends with 1 where
 * something is wrong.
 */
import "../../platform/node.js";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openShards } from "../../data/shards/index.js";
import { readTable } from "../../data/table.js";
import { count, duration, percent } from "../../format.js";
import { ImageClusterer, loadMnist, take } from "../../index.js";
import { hashFile } from "../../io/node/hash_file.js";
import { Job } from "./job.js";

const { values: given } = parseArgs({
  options: {
    shards: { type: "string", default: ".cache/soak/shards" },
    out: { type: "string", default: ".cache/soak/run" },
    model: { type: "string" },
    processes: { type: "string", default: "1" },
    mpi: { type: "boolean", default: false },
    device: { type: "string", default: "native" },
  },
});
const { images, shards } = await openShards(given.shards);
if (images === null) throw new Error(`${given.shards} has no shards.json: make it with npm run data:soak`);
const model = given.model ?? join(given.out, "model.safetensors");
const results = join(given.out, "results");
const workers = { processes: Number(given.processes), mpi: given.mpi };
await mkdir(given.out, { recursive: true });
await rm(results, { recursive: true, force: true });
if (!existsSync(model)) await train(model);

const args = [
  "predict",
  "--shards",
  given.shards,
  "--model",
  model,
  "--out",
  results,
  "--device",
  given.device,
];
const load = loadavg()[0]!;
const half = Math.ceil(shards.length / 2);
console.error(`predicting ${count(images)} images in ${shards.length} shards, until ${half} are done`);
const first = new Job(args, workers);
await first.until(async () => (await doneShards()).length >= half);
await first.kill();
const done = await doneShards();
const before = await hashes(done);
console.error(`killed when ${done.length} of ${shards.length} shards were done; the same command goes on`);
const second = new Job(args, workers);
const { seconds, output } = await second.end();
console.error(output.trim());

const after = await hashes(done);
const checks = {
  "each image has one row": await eachOnce(),
  "shards that were done before the kill are as they were": before.every((hash, i) => hash === after[i]),
  "nothing else is left in the folder": (await readdir(results)).length === 2 * shards.length + 1,
};
const predicted =
  images -
  shards.filter(({ name }) => done.includes(name)).reduce((sum, { known }) => sum + known!.images, 0);
const soak = {
  ...{ images, shards: shards.length, ...workers, doneAtKill: done.length },
  ...{ cpu: cpus()[0]?.model, threads: availableParallelism(), loadAtStart: load },
  imagesPerSecond: Math.round(predicted / seconds),
  secondsAfterKill: Math.round(seconds),
  memory: [first, second].map(({ memory }) => memory.map((one) => one.summary())),
  checks,
};
await writeFile(join(given.out, "soak.json"), `${JSON.stringify(soak, null, 2)}\n`);
console.log(
  `${count(predicted)} images after the kill in ${duration(seconds)}: ${count(soak.imagesPerSecond)} images/s`,
);
for (const [part, memory] of soak.memory.entries()) {
  for (const { first: begin, last: end, growth, peak } of memory) {
    const which = part === 0 ? "before" : "after";
    console.log(
      `memory ${which} the kill: ${mib(begin)} in the second fifth, ${mib(end)} in the last (${growth >= 0 ? "+" : "-"}${percent(Math.abs(growth), 1)}), at most ${mib(peak)}`,
    );
  }
}
for (const [check, holds] of Object.entries(checks)) console.log(`${holds ? "yes" : "NO "} ${check}`);
if (Object.values(checks).includes(false)) process.exitCode = 1;

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** A clusterer that has seen a few digits: what it finds does not matter here. */
async function train(path: string): Promise<void> {
  const clusterer = new ImageClusterer({ clusters: 10, epochs: 2, seed: 1 }, "native");
  try {
    await clusterer.fit(take((await loadMnist()).train, 2000));
    await clusterer.save(path);
  } finally {
    await clusterer.close();
  }
}

/** Names of the shards that have a record. */
async function doneShards(): Promise<string[]> {
  const names = new Set(await readdir(results).catch(() => []));
  return shards.map(({ name }) => name).filter((name) => names.has(`${name}.json`));
}

async function hashes(names: readonly string[]): Promise<string[]> {
  const found = [];
  for (const name of names) found.push((await hashFile(join(results, `${name}.csv`))).toString("hex"));
  return found;
}

/** Images of the soak are called by their numbers, such as 000123.png. */
async function eachOnce(): Promise<boolean> {
  const seen = new Uint8Array(images!);
  let rows = 0;
  for (const { name } of shards) {
    let header = true;
    for await (const part of readTable(join(results, `${name}.csv`))) {
      for (const { fields } of part) {
        if (!header) {
          seen[Number(fields[0]!.replace(/\.png$/, ""))]! += 1;
          rows++;
        }
        header = false;
      }
    }
  }
  return rows === images && seen.every((times) => times === 1);
}
