/** One process of `npm run experiment:kmeans-mpi`, with or without mpirun: rank 0 prints what it measured as JSON. */
import { createHash } from "node:crypto";
import { KMeans, type KMeansOptions } from "../../clustering/kmeans/kmeans.js";
import { openDevice } from "../../device/node/index.js";
import { type Collectives, ownShards, shardBegins } from "../../parallel/index.js";
import { openCollectives } from "../../parallel/node/index.js";
import { Random } from "../../random/philox.js";
import { tensor } from "../../tensor/index.js";
import { CountedCollectives } from "../counted_collectives.js";

export interface Order {
  readonly rows: number;
  readonly cols: number;
  readonly clusters: number;
  readonly shards: number;
  readonly iterations: number;
  readonly repeats: number;
}

/** Milliseconds, each the least of all repeats of what the slowest process took. */
export interface Measured {
  readonly ranks: number;
  /** Of one iteration. */
  readonly iteration: number;
  /** The same of processor time, of the process that took most. */
  readonly processor: number;
  /** In an iteration, of collectives until they resolve: waiting for the slower process included. */
  readonly waiting: number;
  /** What a process gives to others in an iteration. */
  readonly bytes: number;
  /** A fit with k-means|| until it settles. */
  readonly whole: number;
  readonly iterations: number;
  readonly inertia: number;
  /** Of the centres' bits. */
  readonly hash: string;
}

const order = JSON.parse(process.argv[2]!) as Order;
const { rows, cols, clusters, shards, iterations, repeats } = order;
const own = await openCollectives();
const device = await openDevice("native");

/** Heaps of rows, drawn shard by shard: they do not depend on the number of processes. */
function ownRowsOf(ranks: Collectives): Float32Array<ArrayBuffer> {
  const { begin, end } = ownShards(shards, ranks);
  const begins = shardBegins(rows, shards);
  const first = begins[begin]!;
  const middles = new Random(1, shards);
  const middle = Float32Array.from({ length: clusters * cols }, () => 2 * middles.normal());
  const values = new Float32Array((begins[end]! - first) * cols);
  for (let shard = begin; shard < end; shard++) {
    const random = new Random(1, shard);
    for (let row = begins[shard]!; row < begins[shard + 1]!; row++) {
      const heap = random.integer(clusters) * cols;
      for (let c = 0; c < cols; c++)
        values[(row - first) * cols + c] = middle[heap + c]! + 2 * random.normal();
    }
  }
  return values;
}

const ranks = new CountedCollectives(own);

const slowest = async (value: number) => {
  const all = await own.allGather(new Uint8Array(Float64Array.of(value).buffer));
  return Math.max(...all.map((part) => new Float64Array(part.slice().buffer)[0]!));
};
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const values = ownRowsOf(own);
const x = tensor(device, values, [values.length / cols, cols]);
const starts = new Random(2);
const init = Float32Array.from({ length: clusters * cols }, () => 3 * starts.normal());
const common = { clusters, shards, tolerance: 0, seed: 1 };

async function time(options: Partial<KMeansOptions>) {
  await own.barrier();
  ranks.reset();
  const [begin, processor] = [performance.now(), processorTime()];
  const kmeans = await new KMeans({ ...common, ...options }).fit(x, { collectives: ranks });
  const [took, used] = [performance.now() - begin, processorTime() - processor];
  return {
    kmeans,
    took: await slowest(took),
    used: await slowest(used),
    waiting: await slowest(ranks.milliseconds),
    bytes: ranks.bytes,
  };
}

/** The least of each, of a fit of one iteration and one of many: the difference is that of the iterations. */
const least = new Map<number, { took: number; used: number; waiting: number; bytes: number }>();
let hash = "";
let made = 0;
for (let turn = 0; turn < repeats; turn++) {
  for (const maxIterations of [1, 1 + iterations]) {
    const { kmeans, ...now } = await time({ init, maxIterations });
    const before = least.get(maxIterations) ?? now;
    least.set(maxIterations, {
      took: Math.min(before.took, now.took),
      used: Math.min(before.used, now.used),
      waiting: Math.min(before.waiting, now.waiting),
      bytes: now.bytes,
    });
    made = kmeans.iterations;
    hash = createHash("sha256")
      .update(new Uint8Array(kmeans.clusterCenters.buffer))
      .digest("hex")
      .slice(0, 16);
  }
}
const per = (what: "took" | "used" | "waiting" | "bytes") =>
  (least.get(1 + iterations)![what] - least.get(1)![what]) / (made - 1);
let whole = await time({ init: "k-means||", tolerance: 1e-4 });
for (let turn = 1; turn < Math.min(3, repeats); turn++) {
  const again = await time({ init: "k-means||", tolerance: 1e-4 });
  if (again.took < whole.took) whole = again;
}
const measured: Measured = {
  ranks: own.size,
  iteration: per("took"),
  processor: per("used"),
  waiting: per("waiting"),
  bytes: per("bytes"),
  whole: whole.took,
  iterations: whole.kmeans.iterations,
  inertia: whole.kmeans.inertia,
  hash,
};
if (own.rank === 0) process.stdout.write(`${JSON.stringify(measured)}\n`);
x.release();
device.close();
await own.close();
