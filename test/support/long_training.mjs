// Runs on the built library, in a process of its own, so that memory and timers are the product's and nobody
// else's. Prints one JSON line. Usage: node --expose-gc long_training.mjs
// memory|timer|default-memory; the last one trains the default model on all digits, for minutes.
import { setTimeout as sleep } from "node:timers/promises";
import { ImageClusterer, loadMnist, openDevice, take } from "../../dist/index.js";

const { train } = await loadMnist();
const images = take(train, 2000);

/** Memory before step 200 and before step 2,000 of a model. */
async function memory(device, set, options) {
  const seen = {};
  const look = () => {
    globalThis.gc();
    const { rss, heapUsed } = process.memoryUsage();
    return { rss, heapUsed, ...device.memory };
  };
  // One phase from the start: the second needs more memory, which is no leak.
  const model = {
    ...{ ...options, headRestarts: { every: 0 }, objective: { symmetricFrom: 0 } },
    // Looks whether classes rest from the start, and never ends because of it.
    ...{ augmentation: { eraseUntil: 0 }, earlyStop: { checks: 20, change: 0 } },
  };
  // Code is compiled and heaps find their size during the first thousand steps of a process: they go before.
  const before = new ImageClusterer({ ...small, epochs: 10 }, device);
  await before.fit(images);
  await before.close();
  const clusterer = new ImageClusterer(model, device);
  await clusterer.fit(set, {
    onLosses: (step) => {
      // The least of ten looks: right after a collection V8 may still hold pages that it is about to give back.
      const mark = step > 1800 ? 2000 : 200;
      if (step > mark - 100 && step <= mark && step % 10 === 0) seen[mark] = least(seen[mark], look());
    },
  });
  return { at200: seen[200], at2000: seen[2000] };
}

/** Each figure's smaller value. */
function least(a, b) {
  return a
    ? Object.fromEntries(Object.entries(b).map(([name, value]) => [name, Math.min(value, a[name])]))
    : b;
}

const small = { stem: [{ channels: 8, kernel: 5, stride: 4 }], hidden: 16, heads: 2, batch: 20, epochs: 20 };

/** How late a 20 ms timer fires while the default model trains. */
async function timer(device) {
  const clusterer = new ImageClusterer({ batch: 500, epochs: 5 }, device);
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

const measurements = {
  memory: (device) => memory(device, images, small),
  "default-memory": (device) => memory(device, train, { epochs: 17 }),
  timer,
};
const device = await openDevice("native");
console.log(JSON.stringify(await measurements[process.argv[2]](device)));
device.close();
