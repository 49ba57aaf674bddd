/** One rank of `npm run experiment:mpi`: rank 0 prints the times as JSON. */
import { loadMpiAddon } from "../../parallel/node/addon.js";
import { openCollectives } from "../../parallel/node/index.js";

/** Bytes of a sum: the gradient of the clusterer for MNIST, and larger ones. */
export const SIZES = [700_000, 4 * 2 ** 20, 32 * 2 ** 20];

/** Milliseconds: the median, and the lowest decile, which a busy machine disturbs less. */
export interface Time {
  readonly median: number;
  readonly decile: number;
}

export interface Times {
  /** A call without bytes, and one with 8 from each rank. */
  readonly barrier: Time;
  readonly allGather: Time;
  readonly sums: readonly {
    readonly bytes: number;
    /** `Collectives.allReduce`. */
    readonly ours: Time;
    /** MPI's own sum, whose order and bits are the library's: as it waits itself, and looked after as our calls are. */
    readonly blocking: Time;
    readonly polled: Time;
  }[];
}

const ranks = await openCollectives();
const mpi = loadMpiAddon("the experiment");

/** All ranks begin together, and the slowest says how long it took. */
async function measure(turns: number, work: () => Promise<unknown>): Promise<Time> {
  const times: number[] = [];
  for (let turn = -2; turn < turns; turn++) {
    await ranks.barrier();
    const begin = performance.now();
    await work();
    const all = await ranks.allGather(new Uint8Array(Float64Array.of(performance.now() - begin).buffer));
    if (turn >= 0) times.push(Math.max(...all.map((bytes) => new Float64Array(bytes.buffer)[0]!)));
  }
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1]!, decile: times[Math.floor(times.length / 10)]! };
}

const barrier = await measure(300, () => ranks.barrier());
const eight = new Uint8Array(8);
const allGather = await measure(300, () => ranks.allGather(eight));
const sums: Times["sums"][number][] = [];
for (const bytes of SIZES) {
  const turns = Math.round(Math.max(15, Math.min(100, 2e8 / bytes)));
  const values = new Float32Array(bytes / 4).fill(1);
  sums.push({
    bytes,
    // Sums of zeros stay what they are.
    ours: await measure(turns, () => ranks.allReduce(values.fill(0))),
    blocking: await measure(turns, () => mpi.sum(values.fill(0), true)),
    polled: await measure(turns, () => mpi.sum(values.fill(0), false)),
  });
}
const times: Times = { barrier, allGather, sums };
if (ranks.rank === 0) process.stdout.write(`${JSON.stringify(times)}\n`);
await ranks.close();
