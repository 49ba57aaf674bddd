// What mpirun starts in mpi.test.ts, on the built dist: node mpi_program.mjs SCENE. Rank 0 prints JSON.
import { openCollectives } from "../../dist/parallel/node/index.js";

const ranks = await openCollectives();
const { rank, size } = ranks;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Bytes that tell who made them, for whom, and where they belong. */
const bytesOf = (length, from, to = 0) =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + from * 31 + to * 13) & 255);
const same = (a, b) => Buffer.compare(a, b) === 0;

const scenes = {
  /** Messages of many lengths, none at all among them, in each of the calls. */
  async exchange() {
    const wrong = [];
    const expect = (name, good) => good || wrong.push(`rank ${rank}: ${name}`);
    const lengths = [0, 1, 3, 4096, 70_001, 3_000_000];
    for (const [turn, length] of lengths.entries()) {
      const own = (from) => (from === turn % size ? 0 : length + from);
      const gathered = await ranks.allGather(bytesOf(own(rank), rank));
      expect(
        `allGather ${length}`,
        gathered.length === size && gathered.every((bytes, from) => same(bytes, bytesOf(own(from), from))),
      );
      const parts = Array.from({ length: size }, (_, to) => bytesOf(length + 5 * to + rank, rank, to));
      const got = await ranks.allToAll(parts);
      expect(
        `allToAll ${length}`,
        got.length === size &&
          got.every((bytes, from) => same(bytes, bytesOf(length + 5 * rank + from, from, rank))),
      );
      const root = turn % size;
      const told = await ranks.broadcast(bytesOf(length + rank, rank), root);
      expect(`broadcast ${length}`, same(told, bytesOf(length + root, root)));
      await ranks.barrier();
    }
    // Calls that are not awaited in between keep their order.
    const many = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ranks.allGather(bytesOf(i, rank + i))),
    );
    expect(
      "order",
      many.every((all, i) => all.every((bytes, from) => same(bytes, bytesOf(i, from + i)))),
    );
    // What a call returns is the caller's: changing it changes nothing that was given.
    const given = bytesOf(64, rank);
    const kept = (await ranks.allGather(given))[rank];
    kept.fill(0);
    expect("own bytes", same(given, bytesOf(64, rank)));
    const all = await ranks.allGather(new TextEncoder().encode(wrong.join("; ")));
    return { size, wrong: all.map((bytes) => new TextDecoder().decode(bytes)).filter(Boolean) };
  },
  /** A timer goes on while a barrier waits for the last rank. */
  async timer() {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    if (rank === size - 1) await wait(1000);
    const before = process.cpuUsage();
    const began = performance.now();
    await ranks.barrier();
    clearInterval(timer);
    const { user, system } = process.cpuUsage(before);
    return { ticks, waited: performance.now() - began, cpu: (user + system) / 1000 };
  },
};

const result = await scenes[process.argv[2]]();
if (rank === 0) console.log(JSON.stringify(result));
await ranks.close();
