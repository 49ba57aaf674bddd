/**
 * What sums over processes cost, beside MPI's own: `npm run experiment:mpi -- [--out bench/results/mpi.md]`. Needs mpirun
 * and the addon for MPI; as root, and with fewer cores than ranks, it tells Open MPI that this is meant.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeMachine } from "../../bench/machine.js";
import { mpirunEnvironment } from "../mpirun.js";
import type { Time, Times } from "./rank.js";

const { values } = parseArgs({ options: { out: { type: "string" } } });

const WAYS = [
  { name: "shared memory", mca: [] },
  { name: "TCP (loopback)", mca: ["--mca", "btl", "self,tcp"] },
] as const;
const RANKS = [2, 4];
/** More than this of other work is said beside the figures. */
const QUIET_LOAD = 0.5;

const load = loadavg()[0]!;
const program = fileURLToPath(new URL("rank.js", import.meta.url));
const env = mpirunEnvironment();

function job(ranks: number, mca: readonly string[]): Times {
  const args = [...mca, "-n", String(ranks), process.execPath, program];
  const stdio: ("ignore" | "pipe" | "inherit")[] = ["ignore", "pipe", "inherit"];
  return JSON.parse(execFileSync("mpirun", args, { env, stdio, encoding: "utf8" })) as Times;
}

const digits = (ms: number) => (ms < 1 ? ms.toFixed(3) : ms < 100 ? ms.toFixed(2) : ms.toFixed(0));
const cell = ({ median, decile }: Time) => `${digits(median)} (${digits(decile)})`;
const size = (bytes: number) => (bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes / 1e6} MB`);

const latencies: string[] = [];
const rows: string[] = [];
for (const { name, mca } of WAYS) {
  for (const ranks of RANKS) {
    const { barrier, allGather, sums } = job(ranks, mca);
    latencies.push(`| ${name} | ${ranks} | ${cell(barrier)} | ${cell(allGather)} |`);
    for (const { bytes, ours, blocking, polled } of sums) {
      const sent = (2 * bytes * (ranks - 1)) / ranks / 1e6;
      rows.push(
        `| ${size(bytes)} | ${name} | ${ranks} | ${sent.toFixed(1)} | ${cell(ours)} | ${cell(blocking)} | ${cell(polled)} |`,
      );
    }
  }
}

const { cpu, cores } = describeMachine();
const mpirun = execFileSync("mpirun", ["--version"], { env, encoding: "utf8" }).split("\n")[0];
const date = new Date().toISOString().slice(0, 10);
const text = `# Sums over processes

Milliseconds of the slowest rank, median (lowest decile), \`npm run experiment:mpi\`. ${cores} cores of an ${cpu},
${load > QUIET_LOAD ? `busy with other work (load average ${load.toFixed(1)} before)` : "quiet"}, ${mpirun}, Node ${process.versions.node}, ${date}. Ranks beyond the cores share them.

\`allReduce\` adds in the order of a tree, so that the bits are the same in every run: two ranks send each other all they have, more
ranks send slices to their owners, which send the sums to all. MPI_Allreduce adds in an order that depends on the library, the number of ranks and the
size; it is here for comparison, waiting as it does by itself, which keeps a core busy, and by MPI_Iallreduce with the pauses of
Skein's calls.

| sum | by | ranks | MB sent by each | allReduce | MPI_Allreduce | MPI_Iallreduce, with pauses |
| ---: | --- | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}

| by | ranks | barrier | allGather of 8 bytes |
| --- | ---: | ---: | ---: |
${latencies.join("\n")}
`;
console.log(text);
if (values.out) writeFileSync(values.out, text);
