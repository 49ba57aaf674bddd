/** The simulated person of experiment:corrections. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { askPerson, page, randomGroup, randomImage } from "../../src/experiments/corrections/person.js";
import { Random } from "../../src/random/philox.js";
import { ReviewGraph } from "../../src/review/fit/index.js";
import { blobs, inBlocks } from "../review/fit/blobs.js";

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device.close());

it("answers from labels, and counts what it was asked", async () => {
  const labels = inBlocks(3, 20);
  // A third of the last class was taken for the second.
  const classOf = Int32Array.from(labels, (label, i) => (label === 2 && i % 3 === 0 ? 1 : label));
  const prior = {
    classOf,
    confidence: new Float32Array(60).fill(0.6),
    second: Int32Array.from(classOf, (id) => (id === 2 ? 1 : 2)),
    secondConfidence: new Float32Array(60).fill(0.3),
  };
  const graph = await ReviewGraph.of(blobs(labels), device, { neighbours: 6 });
  const known = { graph, prior, labels };
  const options = { after: [1, 8], wrong: 0 };
  for (const ask of [page, randomGroup, randomImage]) {
    const [first, last] = await askPerson(known, ask, { ...options, random: new Random(1) });
    expect(first!.answers).toBe(1);
    expect(last!.accuracy).toBeGreaterThanOrEqual(54 / 60);
    expect(last!.best).toBeGreaterThanOrEqual(last!.accuracy);
    expect(last!.images).toBeGreaterThanOrEqual(8);
    expect(last!.groups > 0).toBe(ask !== randomImage);
  }
  const [, asked] = await askPerson(known, page, { ...options, random: new Random(1) });
  expect(asked!.accuracy).toBe(1);
  const [, lied] = await askPerson(known, page, { ...options, wrong: 1, random: new Random(1) });
  expect(lied!.accuracy).toBeLessThan(1);
});
