/** One rank of `npm run experiment:training-mpi`: times steps of the clusterer's training; rank 0 prints them as JSON. */
import "../../platform/node.js";
import { createHash } from "node:crypto";
import { openDevice } from "../../device/node/index.js";
import { trainingOf } from "../../models/image_clusterer/image_clusterer.js";
import { ClustererNetwork } from "../../models/image_clusterer/network.js";
import { type Images, parseConfig } from "../../models/index.js";
import { openCollectives } from "../../parallel/node/index.js";
import { Random } from "../../random/philox.js";
import { CountedCollectives } from "../counted_collectives.js";

/** What is measured. */
export interface Order {
  /** Shards of a batch; several are measured in turn. */
  readonly shards: readonly number[];
  readonly batch: number;
  readonly side: number;
  /** Steps of one measurement, and measurements. */
  readonly steps: number;
  readonly repeats: number;
  /** Whether the gradient flows through both views, as it does after a quarter of a training. */
  readonly symmetric: boolean;
}

/** Milliseconds of a step. */
export interface Measured {
  readonly shards: number;
  /** Of the clock: the least and the median of all measurements. */
  readonly least: number;
  readonly median: number;
  /** Of rank 0's processor. */
  readonly processor: number;
  /** Of rank 0, within calls of the other processes, and how many of these a step makes. */
  readonly exchanging: number;
  readonly calls: number;
  /** Bytes that rank 0 sends to others in a step. */
  readonly bytes: number;
  /** Of the parameters in the end. */
  readonly hash: string;
}

const order = JSON.parse(process.argv[2]!) as Order;
const ranks = await openCollectives();

const random = new Random(1, 0);
const images: Images = {
  ...{ count: 4 * order.batch, height: order.side, width: order.side, channels: 1 },
  pixels: Uint8Array.from({ length: 4 * order.batch * order.side ** 2 }, () => random.integer(256)),
};

using device = await openDevice("native");
const trainings = order.shards.map((shards) => {
  const config = parseConfig({
    ...{ epochs: 1e6, batch: order.batch, shards, objective: { symmetricFrom: order.symmetric ? 0 : 1 } },
    augmentation: { eraseUntil: 1 },
    views: "digits",
  });
  const network = new ClustererNetwork(config, images, { training: true }).to(device, { seed: 0 });
  const counted = new CountedCollectives(ranks);
  const { trainer } = trainingOf(network, config, images, (own) => own, undefined, null, counted);
  return { shards, network, counted, trainer, times: [] as number[], processor: 0 };
});
for (let turn = -1; turn < order.repeats; turn++) {
  for (const training of trainings) {
    const { trainer, counted, times } = training;
    await ranks.barrier();
    if (turn === 0) counted.reset();
    const before = process.cpuUsage();
    const begin = performance.now();
    for (let step = 0; step < order.steps; step++) trainer.step();
    await trainer.read();
    const time = (performance.now() - begin) / order.steps;
    const { user, system } = process.cpuUsage(before);
    if (turn < 0) continue;
    times.push(time);
    training.processor += (user + system) / 1000 / order.steps / order.repeats;
  }
}
const measured: Measured[] = [];
for (const { shards, network, counted, times, processor } of trainings) {
  const hash = createHash("sha256");
  for (const { data } of (await network.stateDict()).values()) hash.update(data);
  times.sort((a, b) => a - b);
  const steps = order.steps * order.repeats;
  measured.push({
    ...{ shards, least: times[0]!, median: times[times.length >> 1]!, processor },
    exchanging: counted.milliseconds / steps,
    calls: counted.calls / steps,
    bytes: counted.bytes / steps,
    hash: hash.digest("hex").slice(0, 12),
  });
}
if (ranks.rank === 0) process.stdout.write(`${JSON.stringify(measured)}\n`);
await ranks.close();
