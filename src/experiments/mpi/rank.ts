/** One rank of `npm run experiment:mpi`: rank 0 prints the times as JSON. */
import { allReduce } from "../../parallel/index.js";
import { loadMpiAddon } from "../../parallel/node/addon.js";
import { openCollectives } from "../../parallel/node/index.js";

/** Bytes of a sum: the gradient of the clusterer for MNIST, and larger ones. */
export const SIZES = [700_000, 4 * 2 ** 20, 32 * 2 ** 20];

/** Medians in milliseconds. */
export interface Times {
  readonly barrier: number;
  readonly sums: readonly {
    readonly bytes: number;
    readonly ours: number;
    readonly blocking: number;
    readonly polled: number;
  }[];
}

const ranks = await openCollectives();
const mpi = loadMpiAddon("the experiment");

/** All ranks begin together, and the slowest says how long it took. */
async function median(turns: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = -2; turn < turns; turn++) {
    await ranks.barrier();
    const begin = performance.now();
    await work();
    const all = await ranks.allGather(new Uint8Array(Float64Array.of(performance.now() - begin).buffer));
    if (turn >= 0) times.push(Math.max(...all.map((bytes) => new Float64Array(bytes.buffer)[0]!)));
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

const barrier = await median(200, () => ranks.barrier());
const sums: Times["sums"][number][] = [];
for (const bytes of SIZES) {
  const turns = Math.round(Math.max(15, Math.min(100, 2e8 / bytes)));
  const values = new Float32Array(bytes / 4).fill(ranks.rank + 1);
  sums.push({
    bytes,
    ours: await median(turns, () => allReduce(ranks, values)),
    blocking: await median(turns, () => mpi.sum(values.fill(1), true)),
    polled: await median(turns, () => mpi.sum(values.fill(1), false)),
  });
}
if (ranks.rank === 0) process.stdout.write(`${JSON.stringify({ barrier, sums } satisfies Times)}\n`);
await ranks.close();
