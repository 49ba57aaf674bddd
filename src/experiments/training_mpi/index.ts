/**
 * Steps of the clusterer's training over processes: what shards cost on one, and how much faster a step gets.
 *
 *   npm run experiment:training-mpi -- [--ranks 1,2] [--batch 500] [--side 28] [--shards 1,16] [--steps 10] [--repeats 7]
 *     [--threads 1] [--sockets] [--fixed-targets] [--out bench/results/training-mpi.md]
 *
 * Without MPI several numbers of shards are measured in turn. The others are jobs of mpirun, on this machine, with the last
 * number of shards and so many threads a process; `--sockets` keeps them from sharing memory.
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeMachine } from "../../bench/machine.js";
import { runJob } from "../mpirun.js";
import type { Measured, Order } from "./rank.js";

const { values: given } = parseArgs({
  options: {
    ranks: { type: "string", default: "1,2" },
    batch: { type: "string", default: "500" },
    side: { type: "string", default: "28" },
    shards: { type: "string", default: "1,16" },
    steps: { type: "string", default: "10" },
    repeats: { type: "string", default: "7" },
    threads: { type: "string", default: "1" },
    sockets: { type: "boolean", default: false },
    "fixed-targets": { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const numbers = (text: string) => text.split(",").map(Number);
const shards = numbers(given.shards);
const order: Order = {
  ...{ shards, symmetric: !given["fixed-targets"] },
  ...{ batch: Number(given.batch), side: Number(given.side) },
  ...{ steps: Number(given.steps), repeats: Number(given.repeats) },
};
const program = fileURLToPath(new URL("rank.js", import.meta.url));
const load = loadavg()[0]!;

const measure = (asked: Order, size: number | null) => runJob<Measured[]>(program, asked, size, given);

const rows: string[] = [];
let slowest = 0;
const add = (processes: string, measured: Measured) => {
  slowest ||= measured.least;
  const { shards: cut, least, median, processor, exchanging, calls, bytes, hash } = measured;
  const fields = [
    ...[
      processes,
      cut,
      least.toFixed(1),
      median.toFixed(1),
      (slowest / least).toFixed(2),
      processor.toFixed(1),
    ],
    ...[exchanging.toFixed(1), calls.toFixed(0), (bytes / 1e6).toFixed(2), hash],
  ];
  rows.push(`| ${fields.join(" | ")} |`);
};
for (const one of measure(order, null)) add("1, without MPI", one);
for (const size of numbers(given.ranks)) {
  const [one] = measure({ ...order, shards: shards.slice(-1) }, size);
  add(String(size), one!);
}

const { cpu } = describeMachine();
const text = `# Steps of a training over processes

Milliseconds of a step of \`ImageClusterer\`'s training, ${order.batch} images of ${order.side} x ${order.side}, ${order.symmetric ? "gradients through both views" : "fixed targets"},
${given.threads} thread(s) a process; the least and the median of ${order.repeats} measurements of ${order.steps} steps, \`npm run experiment:training-mpi\`. ${availableParallelism()} cores of an ${cpu},
load ${load.toFixed(1)} before, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}${given.sockets ? ", TCP over the loopback" : ", shared memory"}. "Exchanging" is rank 0's time in calls of the others, waiting for them included.

| processes | shards | least ms | median ms | faster | processor ms | exchanging ms | calls | MB sent | parameters |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${rows.join("\n")}
`;
console.log(text);
if (given.out !== undefined) writeFileSync(given.out, text);
