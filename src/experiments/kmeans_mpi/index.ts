/**
 * k-means over processes: how much faster an iteration gets, and whether the bits stay.
 *
 *   npm run experiment:kmeans-mpi -- [--ranks 1,2] [--rows 200000] [--cols 64] [--clusters 100] [--shards 16]
 *     [--iterations 20] [--repeats 5] [--threads 1] [--sockets]
 *
 * The first line is one process without MPI and without shards, the second with shards. The others are jobs of mpirun, on this
 * machine, each process with so many threads; `--sockets` keeps them from sharing memory. Other processes disturb some of the
 * repeats: the least time of each counts.
 */
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runJob } from "../mpirun.js";
import type { Measured, Order } from "./rank.js";

const { values: given } = parseArgs({
  options: {
    ranks: { type: "string", default: "1,2" },
    rows: { type: "string", default: "200000" },
    cols: { type: "string", default: "64" },
    clusters: { type: "string", default: "100" },
    shards: { type: "string", default: "16" },
    iterations: { type: "string", default: "20" },
    repeats: { type: "string", default: "5" },
    threads: { type: "string", default: "1" },
    sockets: { type: "boolean", default: false },
  },
});
const { ranks, threads, sockets, ...sizes } = given;
const order = Object.fromEntries(
  Object.entries(sizes).map(([name, value]) => [name, Number(value)]),
) as unknown as Order;
const program = fileURLToPath(new URL("rank.js", import.meta.url));

const measure = (asked: Order, size: number | null) =>
  runJob<Measured>(program, asked, size, { threads, sockets });

console.log(
  `${order.rows} x ${order.cols}, ${order.clusters} clusters, ${threads} thread(s) a process, ` +
    `${availableParallelism()} processors, load ${loadavg()[0]!.toFixed(1)}`,
);
console.log(
  "| processes | ms an iteration | faster | processor ms | waiting ms | bytes | fit ms | iterations | inertia | bits |",
);
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
let alone: Measured | undefined;
const print = (name: string, m: Measured) => {
  alone ??= m;
  const numbers = [
    m.iteration.toFixed(2),
    (alone.iteration / m.iteration).toFixed(2),
    m.processor.toFixed(2),
    m.waiting.toFixed(2),
    m.bytes.toFixed(0),
    m.whole.toFixed(0),
    m.iterations,
    m.inertia,
    m.hash,
  ];
  console.log(`| ${[name, ...numbers].join(" | ")} |`);
};
print("1, no shards", measure({ ...order, shards: 1 }, null));
print("1, without MPI", measure(order, null));
for (const size of ranks.split(",").map(Number)) print(String(size), measure(order, size));
console.log(`load at the end ${loadavg()[0]!.toFixed(1)}`);
