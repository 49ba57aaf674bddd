/** Containers of images with bytes changed, cut out or added: each is read, or refused in one sentence. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openImages } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { cifar, npy, tar, zip } from "./archives.js";
import { put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-damaged-"));
afterAll(() => rmSync(root, { recursive: true }));
const CHANGED = 60;

const red = await solid(4, 4, "#f00").png().toBuffer();
const files = [
  { name: "a/1.png", data: red },
  { name: "b/2.png", data: red },
];
const images = npy("|u1", [2, 1, 2], Uint8Array.of(1, 2, 3, 4));
const whole: Record<string, Buffer> = {
  "array.npy": images,
  "floats.npy": npy("<f4", [2, 1, 1, 3], Float32Array.of(0, 0.5, 1, 0.5, 0.25, 0)),
  "arrays.npz": zip([
    { name: "x_train.npy", data: images },
    { name: "y_train.npy", data: npy("<i8", [2], BigInt64Array.of(1n, 0n)) },
  ]),
  "images.zip": zip(files),
  "images.tar": tar(files),
  "images.tar.gz": gzipSync(tar(files)),
  "data_batch_1.bin": cifar([
    { labels: [1], colour: [1, 2, 3] },
    { labels: [9], colour: [4, 5, 6] },
  ]),
  "list.csv": Buffer.from("path,label\na.png,x\nb.png,y\n"),
};
put(root, "list/a.png", red);
put(root, "list/b.png", red);

/** One to three damages: a byte changed, bytes cut out, bytes added, the end cut off. */
function damage(bytes: Buffer, random: Random): Buffer {
  let damaged = Buffer.from(bytes);
  for (let n = 1 + random.integer(3); n > 0; n--) {
    const at = random.integer(damaged.length + 1);
    const length = random.integer(8);
    const kind = random.integer(4);
    if (kind === 0)
      damaged.fill([0, 0xff, random.integer(256)][random.integer(3)]!, at, Math.min(at + 1, damaged.length));
    else if (kind === 1) damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + length)]);
    else if (kind === 2)
      damaged = Buffer.concat([damaged.subarray(0, at), Buffer.alloc(length, at), damaged.subarray(at)]);
    else damaged = damaged.subarray(0, at);
  }
  return damaged;
}

test.each(Object.keys(whole))("%s", async (name) => {
  const folder = name === "list.csv" ? "list" : name;
  const options = { height: 2, width: 2 };
  expect((await openImages(put(root, `${folder}/${name}`, whole[name]!), options)).train.count).toBe(2);
  const outcomes = { read: 0, refused: 0 };
  for (let seed = 0; seed < CHANGED; seed++) {
    const bytes = damage(whole[name]!, new Random(seed));
    const path = put(root, `${folder}/${name}`, bytes);
    try {
      const { train } = await openImages(path, options);
      expect(train.pixels.length, `seed ${seed}`).toBe(
        train.count * train.height * train.width * train.channels,
      );
      outcomes.read++;
    } catch (error) {
      expect(error, `seed ${seed}`).toBeInstanceOf(DataError);
      expect((error as Error).message, `seed ${seed}`).toMatch(/^[^\n]+\.$/);
      outcomes.refused++;
    }
  }
  expect(outcomes.refused).toBeGreaterThan(0);
});
