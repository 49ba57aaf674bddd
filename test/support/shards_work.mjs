// Work whose memory is measured in a process of its own: writes images of 5,000 bytes into shards of 1,000, and reads them as batches.
// Prints the most memory, in MiB, and the number of images read. Runs the built library.
// Usage: node shards_work.mjs COUNT FOLDER
import { encodePngQuickly } from "../../dist/data/encode_png.js";
import { openShards, shardBatches, writeShards } from "../../dist/index.js";
import { peakMemory } from "../../dist/io/peak_memory.js";

const [count, folder] = [Number(process.argv[2]), process.argv[3]];
const SIDE = 40;
const pixels = new Uint8Array(SIDE * SIDE * 3);
for (let i = 0; i < pixels.length; i++) pixels[i] = Math.imul(i + 1, 2654435761) >>> 24;
const source = {
  count,
  labels: null,
  identity: "noise",
  async *samples(numbers) {
    for (const number of numbers) {
      pixels[0] = number % 256;
      const image = encodePngQuickly({ height: SIDE, width: SIDE, channels: 3, pixels }, 0);
      yield { extension: "png", image, name: `noise/${number}` };
    }
  },
};
await writeShards(source, folder, { size: 1000 });
let images = 0;
for (const shard of (await openShards(folder)).shards) {
  for await (const batch of shardBatches(shard, { height: SIDE, width: SIDE, channels: 3 }))
    images += batch.count;
}
console.log(JSON.stringify({ peak: peakMemory() / 2 ** 20, images }));
