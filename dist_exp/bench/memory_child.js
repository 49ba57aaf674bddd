/** Does one case's work and prints the most memory that the process ever had: see memory.ts. */
import { openDevice } from "../device/node/index.js";
import { peakMemory } from "../io/peak_memory.js";
import { families } from "./cases/index.js";
const { work, sizes, threads, simd, runs } = JSON.parse(process.argv[2]);
const device = await openDevice("native", { threads, simd });
const bench = families.find((family) => family.work === work).make(sizes);
const prepared = await bench.prepare(device, await bench.inputs(device));
for (let i = 0; i < runs; i++)
    await prepared.run();
await device.sync();
console.log(JSON.stringify({ peak: peakMemory() }));
prepared.release();
device.close();
//# sourceMappingURL=memory_child.js.map