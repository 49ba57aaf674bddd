import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { type ImageBatch, imageBatches } from "../../src/data/stream.js";
import { findImages } from "../../src/data/walk.js";
import { ArgumentError } from "../../src/errors.js";
import { picture, put } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-stream-"));
let names: string[] = [];

beforeAll(async () => {
  for (let i = 0; i < 23; i++) {
    const bytes = await picture(10 + i, 20, 3, i)
      .png()
      .toBuffer();
    put(root, `${String(i).padStart(2, "0")}.png`, i === 7 ? bytes.subarray(0, 60) : bytes);
  }
  ({ names } = await findImages(root));
});
afterAll(() => rmSync(root, { recursive: true }));

async function collect(batches: AsyncIterable<ImageBatch>): Promise<ImageBatch[]> {
  const all: ImageBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe("imageBatches", () => {
  test.each([[1], [5], [23], [100]])("batches of %i hold what the whole folder holds", async (batchSize) => {
    const whole = await loadImageFolder(root, { height: 8, width: 8, channels: 3 });
    const batches = await collect(imageBatches(names, { root, height: 8, width: 8, channels: 3, batchSize }));
    expect(batches).toHaveLength(Math.ceil(23 / batchSize));
    expect(batches.flatMap((batch) => batch.names)).toEqual(whole.names);
    expect(Buffer.compare(Buffer.concat(batches.map((batch) => batch.pixels)), whole.pixels)).toBe(0);
    expect(batches.flatMap((batch) => batch.skipped)).toEqual(whole.skipped);
    expect(whole.skipped).toHaveLength(1);
    for (const batch of batches) expect(batch.pixels).toHaveLength(batch.count * 8 * 8 * 3);
  });

  test("decodes one batch ahead of the caller, and no more", async () => {
    // A list that tells when it is read: slice() is asked for as each batch is begun.
    const begun: number[] = [];
    const watched = new Proxy(names, {
      get(list, key) {
        if (key !== "slice") return Reflect.get(list, key);
        return (start: number, end: number) => {
          begun.push(start);
          return list.slice(start, end);
        };
      },
    });
    const batches = imageBatches(watched, { root, channels: 1, batchSize: 5 });
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(begun).toEqual([0, 5]);
    await batches.next();
    expect(begun).toEqual([0, 5, 10]);
    await batches.return();
    expect(begun).toEqual([0, 5, 10]);
  });

  test("names without a root are paths; no names give no batch", async () => {
    const paths = names.slice(0, 2).map((name) => join(root, name));
    const [batch] = await collect(imageBatches(paths, { channels: 1 }));
    expect(batch).toMatchObject({ count: 2, names: paths, skipped: [] });
    expect(await collect(imageBatches([], { channels: 1 }))).toEqual([]);
  });

  test("an abort between batches rejects with its reason", async () => {
    const stop = new AbortController();
    const batches = imageBatches(names, { root, channels: 1, batchSize: 2, signal: stop.signal });
    await batches.next();
    stop.abort(new Error("enough"));
    await expect(collect(batches)).rejects.toThrow("enough");
  });

  test("a batch size of 0 is refused", async () => {
    await expect(collect(imageBatches(names, { channels: 1, batchSize: 0 }))).rejects.toThrow(ArgumentError);
  });

  test.skipIf(process.platform === "win32")(
    "leaves out paths that name no file, by one reason each, and waits for none",
    async () => {
      const odd = mkdtempSync(join(root, "odd-"));
      // More than libuv has threads.
      const pipes = Array.from({ length: 5 }, (_, i) => join(odd, `${i}.png`));
      expect(spawnSync("mkfifo", pipes).status).toBe(0);
      mkdirSync(join(odd, "folder.png"));
      const pipe = "this is a pipe or a device, not a file: copy what it gives into a file";
      const given: [name: string, reason: string][] = [
        [join(odd, "gone.png"), "no such file (or its name is not valid UTF-8)"],
        [join(odd, "a\0b.png"), "no file can have this name: it holds a NUL character"],
        ...pipes.map((path): [string, string] => [path, pipe]),
        ["/dev/null", pipe],
        [join(odd, "folder.png"), "this is a folder, not a file"],
      ];
      const paths = [...given.map(([name]) => name), join(root, names[0]!)];
      const [batch] = await collect(imageBatches(paths, { height: 8, width: 8, channels: 3 }));
      expect(batch!.names).toEqual(paths.slice(-1));
      expect(batch!.skipped.map(({ name, reason }) => [name, reason])).toEqual(given);
    },
    60_000,
  );
});
