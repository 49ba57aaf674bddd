/**
 * Digits for a soak, as shards: `npm run data:soak -- --count 1000000 --out FOLDER [--size 10000] [--seed 0] [--device native]`. What was interrupted
 * is continued by the same command.
 */
import "../../platform/node.js";
import { parseArgs } from "node:util";
import { count, duration } from "../../format.js";
import { concat, type DeviceChoice, loadMnist, openDevice, writeShards } from "../../index.js";
import { augmentedDigits } from "./digits.js";

const { values: given } = parseArgs({
  options: {
    count: { type: "string", default: "1000000" },
    out: { type: "string", default: ".cache/soak/shards" },
    size: { type: "string", default: "10000" },
    seed: { type: "string", default: "0" },
    device: { type: "string", default: "native" },
  },
});

const { train, test } = await loadMnist();
const device = await openDevice(given.device as DeviceChoice);
const started = performance.now();
let shown = started;
const onProgress = (done: number, total: number) => {
  if (performance.now() - shown < 10_000) return;
  shown = performance.now();
  console.error(`${count(done)} of ${count(total)} images`);
};
try {
  using source = augmentedDigits(concat([train, test]), Number(given.count), Number(given.seed), device);
  const options = { size: Number(given.size), shuffleSeed: null, onProgress };
  const { manifest, kept } = await writeShards(source, given.out, options);
  const seconds = (performance.now() - started) / 1000;
  const written = manifest.shards.slice(kept).reduce((sum, shard) => sum + shard.images, 0);
  console.log(
    `${count(manifest.images)} images in ${manifest.shards.length} shards, ${kept} of them written before: ${given.out}; ` +
      `${duration(seconds)}, ${count(written / seconds)} images/s written`,
  );
} finally {
  device.close();
}
