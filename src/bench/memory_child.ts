/** Does one case's work and prints the most memory that the process ever had: see memory.ts. */
import { openDevice } from "../device/node/index.js";
import { peakMemory } from "../io/peak_memory.js";
import type { Sizes } from "./case.js";
import { families } from "./cases/index.js";

interface Asked {
  readonly work: string;
  readonly sizes: Sizes;
  readonly threads: number;
  readonly simd: string;
  readonly runs: number;
}

const { work, sizes, threads, simd, runs } = JSON.parse(process.argv[2]!) as Asked;
const device = await openDevice("native", { threads, simd });
const bench = families.find((family) => family.work === work)!.make(sizes);
const prepared = await bench.prepare(device, await bench.inputs(device));
for (let i = 0; i < runs; i++) await prepared.run();
await device.sync();
console.log(JSON.stringify({ peak: peakMemory() }));
prepared.release();
device.close();
