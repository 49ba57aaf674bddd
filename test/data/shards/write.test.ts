/** Writing shards: what comes out is what went in, in an order of the seed, whatever interrupts it. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { encodePngQuickly } from "../../../src/data/encode_png.js";
import { createImageSet } from "../../../src/data/image_set.js";
import {
  openImageSource,
  readShard,
  type SampleSource,
  writeShards,
} from "../../../src/data/shards/index.js";
import { openImages } from "../../../src/data/source.js";
import { DataError } from "../../../src/errors.js";
import { npy, tar, zip } from "../archives.js";
import { picture, put } from "../images.js";

const root = mkdtempSync(join(tmpdir(), "skein-shards-"));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, `out-${folders++}`);

const images = join(root, "images");
const members = await Promise.all(
  Array.from({ length: 10 }, async (_, i) => ({
    name: `set/${i % 3 === 0 ? "cat" : "dog"}/${i}.${i === 4 ? "JPEG" : "png"}`,
    data: await picture(6, 5, 3, i)[i === 4 ? "jpeg" : "png"]().toBuffer(),
  })),
);
for (const { name, data } of members) put(root, name.replace(/^set/, "images"), data);
put(images, "notes.txt", "x");
put(images, "dog/bad.png", "no image");

interface Written {
  readonly [name: string]: { readonly label: string | null; readonly image: Uint8Array | null };
}

async function contentOf(folder: string): Promise<{ order: string[]; content: Written; perShard: number[] }> {
  const content: Record<string, Written[string]> = {};
  const perShard = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".tar"))
    .sort()) {
    let count = 0;
    for await (const { name, label, image } of readShard(join(folder, file))) {
      content[name] = { label, image };
      count++;
    }
    perShard.push(count);
  }
  return { order: Object.keys(content), content, perShard };
}

async function shard(
  sources: readonly string[],
  folder: string,
  { labels, ...options }: Record<string, unknown> = {},
) {
  const source = await openImageSource(sources, {
    temporary: root,
    ...(labels !== undefined && { labels: String(labels) }),
  });
  try {
    return {
      ...(await writeShards(source, folder, { size: 4, ...options })),
      skipped: source.skipped,
      others: source.others,
    };
  } finally {
    await source.close();
  }
}

const bytesOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString("latin1")]),
  );

describe("files are copied as they are", () => {
  it.each(["folder", "zip", "tar"])("of a %s", async (kind) => {
    const source =
      kind === "folder" ? images : put(root, `set.${kind}`, kind === "zip" ? zip(members) : tar(members));
    const out = newFolder();
    const { manifest, kept, skipped, others } = await shard([source], out, { labels: "folders" });
    expect({ kept, images: manifest.images, labels: manifest.labels }).toEqual({
      kept: 0,
      images: 10,
      labels: ["cat", "dog"],
    });
    if (kind === "folder") {
      expect(skipped.map(({ name }) => name)).toEqual(["dog/bad.png"]);
      expect(others).toEqual({ ".txt": 1 });
    }
    expect(readdirSync(out).sort()).toEqual([
      "shard-000000.tar",
      "shard-000001.tar",
      "shard-000002.tar",
      "shards.json",
    ]);
    const { content, order, perShard } = await contentOf(out);
    expect(perShard).toEqual([4, 4, 2]);
    expect(Object.keys(content).sort()).toEqual(members.map(({ name }) => name.slice(4)).sort());
    for (const { name, data } of members) {
      expect(content[name.slice(4)]).toEqual({ label: name.split("/")[1], image: data });
    }
    expect(order).not.toEqual([...order].sort());
    for (const entry of manifest.shards) {
      const bytes = readFileSync(join(out, entry.file));
      expect(entry).toMatchObject({
        bytes: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      });
    }
  });

  it("and tar lists them in webdataset's convention", async () => {
    const out = newFolder();
    await shard([images], out, { labels: "folders", size: 10, shuffleSeed: null });
    const listed = execFileSync("tar", ["-tf", join(out, "shard-000000.tar")], { encoding: "utf8" }).split(
      "\n",
    );
    expect(listed.slice(0, 6)).toEqual([
      "000000.png",
      "000000.json",
      "000000.cls",
      "000001.png",
      "000001.json",
      "000001.cls",
    ]);
    expect(listed).toContain("000006.jpeg");
  });

  it("of several sources, whose names then begin with them", async () => {
    const out = newFolder();
    const archive = put(root, "more.zip", zip(members.slice(0, 2)));
    await shard([images, archive], out);
    const { order } = await contentOf(out);
    expect(order).toHaveLength(12);
    expect(order).toContain(join(images, "dog/1.png"));
    expect(order).toContain(`${archive}#dog/1.png`);
    await expect(shard([images, images], newFolder())).rejects.toThrow("is given twice");
  });
});

it("images of arrays become PNG files, with the numbers as names", async () => {
  const pixels = Uint8Array.from({ length: 7 * 4 * 5 }, (_, i) => (37 * i) % 256);
  const source = put(root, "images.npy", npy("|u1", [7, 4, 5], pixels));
  const out = newFolder();
  await shard([source], out, { shuffleSeed: null });
  const { content, order } = await contentOf(out);
  expect(order).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  for (let i = 0; i < 7; i++) {
    const { data, info } = await sharp(content[i]!.image!)
      .toColourspace("b-w")
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ height: 4, width: 5, channels: 1 });
    expect([...data]).toEqual([...pixels.subarray(20 * i, 20 * (i + 1))]);
  }
});

it("encodePngQuickly is read by sharp, in grey and colour", async () => {
  for (const channels of [1, 3] as const) {
    const pixels = Uint8Array.from({ length: 2 * 3 * 7 * channels }, (_, i) => (101 * i) % 256);
    const set = createImageSet({ count: 2, height: 3, width: 7, channels, pixels, source: "x" });
    const { data, info } = await sharp(encodePngQuickly(set, 1))
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ height: 3, width: 7, channels });
    expect([...data]).toEqual([...pixels.subarray(21 * channels)]);
  }
});

describe("the order", () => {
  it("is of the seed, and the bytes are of seed and images alone", async () => {
    const [a, b, c] = [newFolder(), newFolder(), newFolder()];
    await shard([images], a, { shuffleSeed: 1 });
    await shard([images], b, { shuffleSeed: 1 });
    await shard([images], c, { shuffleSeed: 2 });
    expect(bytesOf(a)).toEqual(bytesOf(b));
    const [first, other] = [(await contentOf(a)).order, (await contentOf(c)).order];
    expect(first).not.toEqual(other);
    expect([...first].sort()).toEqual([...other].sort());
  });
});

describe("what was interrupted", () => {
  /** Images that are numbers, of which `limit` can be read before the work is stopped. */
  function numbers(count: number, limit = Number.POSITIVE_INFINITY) {
    const stop = new AbortController();
    const read: number[] = [];
    const source: SampleSource = {
      count,
      labels: null,
      identity: `numbers to ${count}`,
      async *samples(chosen, signal) {
        for (const number of chosen) {
          if (read.length === limit) stop.abort(new Error("stopped"));
          signal?.throwIfAborted();
          read.push(number);
          yield { extension: "png", image: Buffer.from(String(number)), name: String(number) };
        }
      },
    };
    return { source, read, signal: stop.signal };
  }
  const whole = newFolder();
  const options = { size: 10 };

  it("goes on with the shards that are missing, to the same bytes", async () => {
    await writeShards(numbers(95).source, whole, options);
    const out = newFolder();
    const first = numbers(95, 37);
    await expect(writeShards(first.source, out, { ...options, signal: first.signal })).rejects.toThrow(
      "stopped",
    );
    expect(readdirSync(out).sort()).toEqual([
      ".shards.jsonl",
      "shard-000000.tar",
      "shard-000001.tar",
      "shard-000002.tar",
    ]);
    // As after a kill while a line was written.
    appendFileSync(join(out, ".shards.jsonl"), '{"file":"shard-0000');
    const second = numbers(95);
    const { kept } = await writeShards(second.source, out, options);
    expect(kept).toBe(3);
    expect(second.read).toHaveLength(65);
    expect(new Set([...first.read.slice(0, 30), ...second.read]).size).toBe(95);
    expect(bytesOf(out)).toEqual(bytesOf(whole));
  });

  it("is checked: a shard that was changed is written again, of a finished set as well", async () => {
    const out = newFolder();
    const first = numbers(95, 37);
    await expect(writeShards(first.source, out, { ...options, signal: first.signal })).rejects.toThrow(
      "stopped",
    );
    const damaged = join(out, "shard-000001.tar");
    writeFileSync(damaged, readFileSync(damaged).fill(65, 512, 513));
    const second = numbers(95);
    expect((await writeShards(second.source, out, options)).kept).toBe(2);
    expect(bytesOf(out)).toEqual(bytesOf(whole));
    writeFileSync(damaged, "x");
    rmSync(join(out, "shard-000003.tar"));
    const third = numbers(95);
    expect((await writeShards(third.source, out, options)).kept).toBe(8);
    expect(third.read).toHaveLength(20);
    expect(bytesOf(out)).toEqual(bytesOf(whole));
    const fourth = numbers(95);
    expect((await writeShards(fourth.source, out, options)).kept).toBe(10);
    expect(fourth.read).toHaveLength(0);
  });

  it("is not mixed with other images or settings", async () => {
    const out = newFolder();
    const first = numbers(95, 37);
    await expect(writeShards(first.source, out, { ...options, signal: first.signal })).rejects.toThrow(
      "stopped",
    );
    const refused = /holds shards of other images or settings: choose another folder, or replace them/;
    await expect(writeShards(numbers(96).source, out, options)).rejects.toThrow(refused);
    await expect(writeShards(numbers(95).source, out, { size: 11 })).rejects.toThrow(refused);
    await expect(writeShards(numbers(95).source, out, { ...options, shuffleSeed: 1 })).rejects.toThrow(
      refused,
    );
    await writeShards(numbers(25).source, out, { ...options, force: true });
    expect(readdirSync(out).sort()).toEqual([
      "shard-000000.tar",
      "shard-000001.tar",
      "shard-000002.tar",
      "shards.json",
    ]);
    await expect(writeShards(numbers(26).source, out, options)).rejects.toThrow(refused);
  });

  it("a file that changed makes other images", async () => {
    const out = newFolder();
    await shard([images], out);
    expect((await shard([images], out)).kept).toBe(3);
    utimesSync(join(images, "dog/1.png"), 1, 1);
    await expect(shard([images], out)).rejects.toThrow("other images or settings");
  });

  it("a source that gives less than it says leaves no shard", async () => {
    const out = newFolder();
    const source: SampleSource = { ...numbers(5).source, async *samples() {} };
    await expect(writeShards(source, out)).rejects.toThrow("gave 0 of 5 images");
    expect(existsSync(join(out, "shards.json"))).toBe(false);
    await expect(writeShards({ ...source, count: 0 }, out)).rejects.toThrow(DataError);
    await expect(writeShards(source, out, { size: 0 })).rejects.toThrow(
      "size is 0; give an integer of at least 1",
    );
  });
});

describe("a folder of shards is a source of images", () => {
  it("with the names, labels and pixels of the folder that it was made of", async () => {
    const out = newFolder();
    await shard([images], out, { labels: "folders", shuffleSeed: null });
    const size = { height: 4, width: 4 };
    const { train: folder } = await openImages(images, { ...size, labels: "folders" });
    for (const source of [out, join(out, "shards.json")]) {
      const { train } = await openImages(source, size);
      expect(train.names).toEqual(folder.names);
      expect(train.labelNames).toEqual(folder.labelNames);
      expect([...train.labels!]).toEqual([...folder.labels!]);
      expect(Buffer.compare(train.pixels, folder.pixels)).toBe(0);
      const found: string[] = [];
      await openImages(source, { ...size, onFound: (images, total) => found.push(`${images} of ${total}`) });
      expect(found.at(-1)).toBe(`${folder.count} of ${folder.count}`);
      const few = await openImages(source, { ...size, limit: 3 });
      expect(few.train.names).toEqual([0, 3, 6].map((i) => folder.names![i]));
      const read = [];
      for await (const file of train.archive!.open([2, 7])) read.push(file);
      expect(read).toEqual(
        [2, 7].map((i) => ({ place: i, input: readFileSync(join(images, folder.names![i]!)) })),
      );
    }
  });

  it("that is checked against the manifest", async () => {
    const out = newFolder();
    await shard([images], out);
    const path = join(out, "shard-000001.tar");
    const bytes = readFileSync(path);
    // A byte of the padding: the archive is whole.
    writeFileSync(path, bytes.fill(1, bytes.indexOf("IEND") + 20, bytes.indexOf("IEND") + 21));
    await expect(openImages(out)).rejects.toThrow("has other bytes than the manifest says");
  });
});

it("20,000 images are written and read in the memory of 2,000", { timeout: 300_000 }, async () => {
  const script = fileURLToPath(new URL("../../support/shards_work.mjs", import.meta.url));
  const measure = (count: number): { peak: number; images: number } =>
    JSON.parse(execFileSync(process.execPath, [script, String(count), newFolder()], { encoding: "utf8" }));
  const [few, many] = [measure(2000), measure(20_000)];
  expect([few.images, many.images]).toEqual([2000, 20_000]);
  // The files are 96 MB, and the pixels as many.
  expect(many.peak - few.peak).toBeLessThan(80);
});
