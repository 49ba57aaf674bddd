// What mpirun starts in mpi.test.ts, on the built dist: node mpi_program.mjs SCENE. Rank 0 prints JSON.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { agree, shareSignal, together } from "../../dist/parallel/index.js";
import { loadMpiAddon } from "../../dist/parallel/node/addon.js";
import { openCollectives } from "../../dist/parallel/node/index.js";

const [scene, argument] = process.argv.slice(2);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Bytes that tell who made them, for whom, and where they belong. */
const bytesOf = (length, from, to = 0) =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + from * 31 + to * 13) & 255);
const same = (a, b) => Buffer.compare(a, b) === 0;

if (scene === "parts") {
  await parts();
  process.exit(0);
}
const ranks = await openCollectives();
const { rank, size } = ranks;

const scenes = {
  /** Messages of many lengths, none at all among them, in each of the calls. */
  async exchange() {
    const wrong = [];
    const expect = (name, good) => good || wrong.push(`rank ${rank}: ${name}`);
    const lengths = [0, 1, 3, 4096, 70_001, 600_000];
    for (const [turn, length] of lengths.entries()) {
      const own = (from) => (from === turn % size ? 0 : length + from);
      const gathered = await ranks.allGather(bytesOf(own(rank), rank));
      expect(
        `allGather ${length}`,
        gathered.length === size && gathered.every((bytes, from) => same(bytes, bytesOf(own(from), from))),
      );
      const together = new Uint8Array(gathered.reduce((sum, part) => sum + part.length, 0));
      await ranks.allGatherInto(bytesOf(own(rank), rank), together);
      expect(`allGatherInto ${length}`, same(together, Buffer.concat(gathered)));
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
  /** Rank 0 has memory for what the last rank sends, and not for what rank 1 does. */
  async memory() {
    const short = 8 * 2 ** 20;
    const parts = Array.from({ length: size }, () => new Uint8Array(0));
    if (rank > 0) parts[0] = new Uint8Array(rank === 1 ? 2 ** 30 : short).fill(rank === 1 ? 0 : rank);
    await ranks.barrier();
    if (rank > 0) return void (await ranks.allToAll(parts));
    const used = Number(/^VmSize:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
    execFileSync("prlimit", [`--pid=${process.pid}`, `--as=${used + 2 ** 28}`]);
    const error = await ranks.allToAll(parts).catch((caught) => caught);
    // What was on its way arrives meanwhile.
    for (let i = 0; i < 10; i++) await wait(50);
    process.stderr.write(`rank 0: ${error.name}: ${error.message}\n`);
    ranks.abort(6);
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
  /** Sums have one order, so that all ranks have the same bits; few numbers, and many, which go in slices. */
  async sum() {
    const sums = [];
    for (const length of [0, 1, 1001, 20_001]) {
      const term = (of) =>
        Float32Array.from({ length }, (_, i) => Math.sin(i * 7 + of) * 10 ** ((i + of) % 7));
      const values = term(rank);
      await ranks.allReduce(values);
      const all = await ranks.allGather(new Uint8Array(values.buffer));
      const terms = Array.from({ length: size }, (_, of) => [...term(of)]);
      sums.push({ length, equal: all.every((bytes) => same(bytes, all[0])), sum: [...values], terms });
    }
    return sums;
  },
  /** Ranks bring different numbers of values, or have room for less than what comes. */
  async lengths() {
    const [sums] = await failure(() => ranks.allReduce(new Float32Array(4 + rank)));
    const [gathered] = await failure(() => ranks.allGatherInto(new Uint8Array(3), new Uint8Array(6 - rank)));
    const [other] = await failure(() =>
      rank === 0
        ? ranks.allGather(new Uint8Array(3))
        : ranks.allGatherInto(new Uint8Array(3), new Uint8Array(6)),
    );
    return [sums.message, gathered.message, other.message];
  },
  /** Ranks from 1 on have another version. */
  async versions() {
    return failure(() => agree(ranks, { version: rank === 0 ? "0.3.0" : "0.4.0", seed: "1" }));
  },
  async together() {
    return failure(() =>
      together(ranks, async () => {
        if (rank === 1) throw new RangeError("the shard shard-000007.tar is missing");
      }),
    );
  },
  /** The last rank does something else than the others. */
  async mismatch() {
    return failure(() => (rank === size - 1 ? ranks.barrier() : ranks.allGather(bytesOf(4, rank))));
  },
  /** One rank ends in the middle, in the way that the argument names; the others wait for it. */
  async end() {
    process.on("exit", () => rank === 1 && process.stderr.write("cleared up\n"));
    if (rank !== 1) return ranks.barrier();
    await wait(200);
    if (argument === "exit") process.exit(7);
    if (argument === "exit0") process.exit(0);
    if (argument === "throw") throw new RangeError("something is out of range");
    if (argument === "abort") ranks.abort(5);
    if (argument === "kill") process.kill(process.pid, "SIGKILL");
    // "idle": nothing is left to do, and close was not called.
    return new Promise(() => {});
  },
  /** A rank ends while its own call is under way. */
  async endWaiting() {
    if (rank !== 1) return new Promise((resolve) => setTimeout(resolve, 60_000));
    ranks.barrier();
    await wait(200);
    process.exit(9);
  },
  /** Steps until any rank gets SIGTERM; the argument says which rank gets it from itself. */
  async signal() {
    const controller = new AbortController();
    for (const name of ["SIGTERM", "SIGUSR2"]) {
      process.on(name, () => controller.abort(new Error(`interrupted by ${name}`)));
    }
    const shared = shareSignal(ranks, controller.signal);
    let step = 0;
    console.error("ready");
    while (!(await shared.ask()) && step < 1000) {
      step++;
      if (argument === String(rank) && step === 5) process.kill(process.pid, "SIGTERM");
      await wait(10);
    }
    const all = await ranks.allGather(Uint8Array.of(step));
    return { steps: all.map(([last]) => last), reason: shared.signal.reason.message };
  },
};

/** What each rank is told by an error that all get. */
async function failure(work) {
  const error = await work().then(
    () => null,
    (caught) => caught,
  );
  const { name, message, rank: first, cause } = error ?? {};
  const told = JSON.stringify({ name, message, rank: first, cause: cause?.message });
  return (await ranks.allGather(new TextEncoder().encode(told))).map((bytes) =>
    JSON.parse(new TextDecoder().decode(bytes)),
  );
}

const result = await scenes[scene]();
if (rank === 0) console.log(JSON.stringify(result));
await ranks.close();

/** Messages that are longer than the parts in which they go: as are those of more than 2^30 bytes otherwise. */
async function parts() {
  const mpi = loadMpiAddon("mpirun");
  const { rank } = await mpi.open(1000);
  const [allGather, broadcast] = [2, 1];
  let wrong = 0;
  for (const length of [0, 999, 1000, 1001, 2000, 54_321]) {
    const gathered = await mpi.call(allGather, 0, [bytesOf(length + rank, rank)]);
    const [told] = await mpi.call(broadcast, 1, [bytesOf(length, rank)]);
    wrong += gathered.filter((bytes, from) => !same(bytes, bytesOf(length + from, from))).length;
    wrong += same(told, bytesOf(length, 1)) ? 0 : 1;
  }
  const all = await mpi.call(allGather, 0, [Uint8Array.of(wrong)]);
  if (rank === 0) console.log(JSON.stringify({ wrong: all.map(([one]) => one) }));
  await mpi.close();
}
