// Runs on the built library, in a process of its own, so that memory and timers are the product's and nobody
// else's. Prints one JSON line. Usage: node --expose-gc long_training.mjs memory|timer
import { setTimeout as sleep } from "node:timers/promises";
import { ImageClusterer, loadMnist, openDevice, take } from "../../dist/index.js";

const images = take((await loadMnist()).train, 2000);

/** Resident and live sizes after 200 and after 2,000 steps of a small model. */
async function memory(device) {
  const seen = {};
  const look = () => {
    globalThis.gc();
    return { rss: process.memoryUsage().rss, ...device.memory };
  };
  const options = {
    stem: [{ channels: 8, kernel: 5, stride: 4 }],
    hidden: 16,
    heads: 2,
    batch: 20,
    epochs: 20,
    headRestarts: { every: 0 },
    // One phase from the start: the second needs more memory, which is no leak.
    objective: { symmetricFrom: 0 },
  };
  // V8 lets its young generation grow by some 20 MiB over the first thousand steps of any program
  // like this one. A training of that length goes first, so that what is measured is the training.
  const before = new ImageClusterer({ ...options, epochs: 10 }, device);
  await before.fit(images);
  await before.close();
  const clusterer = new ImageClusterer(options, device);
  await clusterer.fit(images, {
    onLosses: (step) => {
      if (step === 200 || step === 2000) seen[step] = look();
    },
  });
  return { at200: seen[200], at2000: seen[2000] };
}

/** How late a 20 ms timer fires while the default model trains. */
async function timer(device) {
  const clusterer = new ImageClusterer({ epochs: 5 }, device);
  // The first step opens files and makes memory; what counts is training.
  let training = false;
  let done = false;
  const fit = clusterer.fit(images, { onLosses: () => (training = true) }).then(() => (done = true));
  let late = 0;
  let ticks = 0;
  while (!done) {
    const start = performance.now();
    await sleep(20);
    if (!training || done) continue;
    late = Math.max(late, performance.now() - start - 20);
    ticks++;
  }
  await fit;
  return { late, ticks };
}

const device = await openDevice("native");
console.log(JSON.stringify(await (process.argv[2] === "memory" ? memory : timer)(device)));
device.close();
