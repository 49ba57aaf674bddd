/** Reading shards: what webdataset's tools write is read, and what is no whole shard is refused in a sentence. */
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { openShards, readShard, shardBatches } from "../../../src/data/shards/index.js";
import { DataError } from "../../../src/errors.js";
import { type TarMember, tar } from "../archives.js";
import { put, solid } from "../images.js";

const root = mkdtempSync(join(tmpdir(), "skein-shards-"));
afterAll(() => rmSync(root, { recursive: true }));

const red = await solid(8, 8, "#f00").png().toBuffer();
const green = await solid(8, 8, "#0f0").png().toBuffer();
const text = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
let files = 0;
const shard = (members: readonly TarMember[], ending = "tar") =>
  put(root, `${files++}.${ending}`, tar(members));

async function samplesOf(path: string) {
  const samples = [];
  for await (const sample of readShard(path)) samples.push(sample);
  return samples;
}

async function refusal(path: string): Promise<string> {
  const error = await samplesOf(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DataError);
  return (error as Error).message;
}

describe("samples", () => {
  it("have the name and the label of their texts, in any order of their files", async () => {
    const path = shard([
      { name: "a/", type: "5" },
      { name: "a/1.png", data: red },
      { name: "a/1.json", data: text({ path: "cat/first.png", label: "cat" }) },
      { name: "./a/2.cls", data: text("7\n") },
      { name: "./a/2.JPG", data: green },
      { name: "a/3.seg.png", data: red },
      { name: "a/4.heic", data: red },
      { name: "a/._5.png", data: red },
      { name: "notes.txt", data: text("x") },
    ]);
    expect(await samplesOf(path)).toMatchObject([
      { key: "a/1", name: "cat/first.png", label: "cat", image: red, trouble: null },
      { key: "a/2", name: "a/2.JPG", label: "7", image: green },
      { key: "a/3", name: "a/3.seg.png", label: null, image: red },
      { key: "a/4", name: "a/4.heic", image: null, trouble: expect.stringContaining("HEIC is not read") },
      {
        key: "notes",
        name: "notes.txt",
        image: null,
        trouble: expect.stringContaining("no image has its key"),
      },
    ]);
  });

  it("may have long names of GNU tar and PAX, and be packed with gzip", async () => {
    const long = `${"deep/".repeat(60)}1.png`;
    const pax = (name: string) => {
      const record = ` path=${name}\n`;
      const length = record.length + 3;
      return text(`${length}${record}`);
    };
    const members = [
      { name: "././@LongLink", type: "L", data: text(`${long}\0`) },
      { name: long.slice(0, 100), data: red },
      { name: "PaxHeader/2", type: "x", data: pax(long.replace("1.png", "2.png")) },
      { name: "2", data: green },
    ];
    const names = [long, long.replace("1.png", "2.png")];
    expect((await samplesOf(shard(members))).map(({ name }) => name)).toEqual(names);
    const packed = put(root, "packed.tar.gz", gzipSync(tar(members)));
    expect((await samplesOf(packed)).map(({ name }) => name)).toEqual(names);
  });

  it("come as batches, and what cannot be decoded is listed", async () => {
    const path = shard([
      { name: "1.png", data: red },
      { name: "2.png", data: text("no image") },
      { name: "3.png", data: red.subarray(0, 60) },
      { name: "4.png", data: green },
      { name: "5.txt", data: text("x") },
    ]);
    const [batches, facts]: [unknown[], unknown[]] = [[], []];
    const options = {
      height: 1,
      width: 1,
      channels: 3,
      batchSize: 3,
      onEnd: (end: unknown) => facts.push(end),
    } as const;
    for await (const { names, skipped, pixels, hashes } of shardBatches(
      { path, name: "x", known: null },
      options,
    )) {
      expect(hashes).toHaveLength(names.length);
      batches.push({ names, skipped: skipped.map(({ name }) => name), pixels: [...pixels] });
    }
    expect(batches).toEqual([
      { names: ["1.png"], skipped: ["2.png", "3.png"], pixels: [255, 0, 0] },
      { names: ["4.png"], skipped: ["5.txt"], pixels: [0, 255, 0] },
    ]);
    expect(facts).toEqual([
      { sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 5 * 1024 + 1024, images: 5 },
    ]);
  });
});

describe("refused", () => {
  const image = { name: "1.png", data: red };
  it.each<[string, TarMember[], string]>([
    [
      "a path that leads out",
      [image, { name: "../2.png", data: red }],
      "the path ../2.png leads out of the archive: pack it",
    ],
    ["one behind a folder", [{ name: "a/../../2.png", data: red }], "leads out of the archive"],
    ["an absolute path", [{ name: "/etc/2.png", data: red }], "the path /etc/2.png leads out of the archive"],
    ["a folder that leads out", [{ name: "../a/", type: "5" }, image], "leads out of the archive"],
    [
      "a symbolic link",
      [{ name: "2.png", type: "2", link: "1.png" }, image],
      "2.png is a symbolic link, which shards do not have",
    ],
    ["a hard link", [image, { name: "2.png", type: "1", link: "1.png" }], "2.png is a hard link"],
    ["a character device", [{ name: "2.png", type: "3" }], "2.png is a device"],
    ["a block device", [{ name: "2.png", type: "4" }], "2.png is a device"],
    ["a pipe", [{ name: "2.png", type: "6" }], "2.png is a pipe"],
    ["a type that is not known", [{ name: "2.png", type: "S" }], "2.png is an entry of type"],
    ["a file twice", [image, image], "has 1.png twice"],
    [
      "a key twice",
      [image, { name: "2.png", data: red }, { name: "1.jpg", data: red }],
      "has the key 1 twice",
    ],
    [
      "two images of a key",
      [image, { name: "1.jpg", data: red }],
      "has two images of one key (1.png and 1.jpg)",
    ],
    [
      "two samples of one path",
      [
        { name: "1.png", data: red },
        { name: "1.json", data: text({ path: "x.png" }) },
        { name: "2.png", data: red },
        { name: "2.json", data: text({ path: "x.png" }) },
      ],
      "the samples 1 and 2 are both of x.png",
    ],
    ["text that is no JSON", [image, { name: "1.json", data: text("{") }], "1.json is not JSON"],
    [
      "a label of another type",
      [image, { name: "1.json", data: text({ label: [1] }) }],
      '"label" of 1.json is neither',
    ],
    ["long text", [image, { name: "1.cls", data: Buffer.alloc(70_000, "7") }], "1.cls takes 70000 bytes"],
    ["no member", [], "holds no samples"],
    ["folders alone", [{ name: "a/", type: "5" }], "holds no samples"],
  ])("%s", async (_, members, sentence) => {
    const path = shard(members);
    const message = await refusal(path);
    expect(message).toContain(path);
    expect(message).toContain(sentence);
    expect(message).toMatch(/\.$/);
  });

  it("an archive that is cut short, at any place", async () => {
    const whole = tar([image, { name: "2.png", data: green }, { name: "3.png", data: green }]);
    for (let size = 0; size < whole.length - 512; size += 256) {
      const path = put(root, "short.tar", whole);
      truncateSync(path, size);
      expect(await refusal(path), String(size)).toMatch(
        /is empty \(0 bytes\)|is cut short|damaged tar archive|holds no samples/,
      );
    }
    const packed = gzipSync(whole);
    for (const size of [packed.length - 1, packed.length - 9, packed.length >> 1, 20]) {
      expect(await refusal(put(root, "short.tgz", packed.subarray(0, size))), String(size)).toContain(
        "damaged tar archive",
      );
    }
  });

  it("a header that was changed", async () => {
    const bytes = tar([image, image]);
    bytes[3] = 0x41;
    expect(await refusal(put(root, "changed.tar", bytes))).toContain("damaged tar archive");
  });

  it("a member that says more bytes than there are", async () => {
    expect(await refusal(shard([{ ...image, size: 5_000_000 }]))).toContain("damaged tar archive");
  });

  it("a file that is not there", async () => {
    expect(await refusal(join(root, "nowhere.tar"))).toContain("does not exist");
  });
});

describe("openShards", () => {
  const folder = join(root, "set");
  const bytes = tar([{ name: "1.png", data: red }]);
  for (const name of ["b-01.tar", "b-00.tar", "b-03.tgz"]) put(folder, name, bytes);
  put(folder, "notes.txt", "x");
  const names = async (source: string) => (await openShards(source)).shards.map(({ name }) => name);
  const refused = (source: string) => openShards(source).then(String, (error: Error) => error.message);

  it("finds a file, a folder, a pattern and a range", async () => {
    expect(await names(join(folder, "b-01.tar"))).toEqual(["b-01"]);
    expect(await names(folder)).toEqual(["b-00", "b-01", "b-03"]);
    expect(await names(join(folder, "b-0?.tar"))).toEqual(["b-00", "b-01"]);
    expect(await names(join(folder, "*.tgz"))).toEqual(["b-03"]);
    expect(await names(join(folder, "b-{00..01}.tar"))).toEqual(["b-00", "b-01"]);
  });

  it("names what is missing", async () => {
    expect(await refused(join(folder, "b-{00..02}.tar"))).toContain("b-02.tar is missing: copy it there");
    expect(await refused(join(folder, "b-{02..00}.tar"))).toContain("give a range that rises");
    expect(await refused(join(folder, "c*.tar"))).toContain("No shard is called");
    expect(await refused(join(folder, "none"))).toContain("does not exist: give a shard");
    expect(await refused(join(root, "none", "*.tar"))).toContain("does not exist: check the path");
    expect(await refused(join(folder, "notes.txt"))).toContain("is neither a tar archive nor a manifest");
    put(root, "empty/x.txt", "x");
    expect(await refused(join(root, "empty"))).toContain("holds neither shards.json nor tar archives");
    put(root, "same/a.tar", bytes);
    put(root, "same/a.tgz", bytes);
    expect(await refused(join(root, "same"))).toContain("have one name");
  });

  it("refuses a manifest that cannot be", async () => {
    const entry = { file: "b-00.tar", images: 1, bytes: bytes.length, sha256: "0".repeat(64) };
    const facts = { format: "skein-shards", version: 1, images: 1, labels: null, plan: "x", shards: [entry] };
    const withManifest = (value: unknown) => {
      put(root, "listed/b-00.tar", bytes);
      return refused(
        put(root, "listed/shards.json", typeof value === "string" ? value : JSON.stringify(value)),
      );
    };
    expect(await withManifest(facts)).toBe("[object Object]");
    expect(await withManifest("{")).toContain("is not JSON");
    expect(await withManifest({ ...facts, version: 2 })).toContain(
      "is of version 2, this Skein reads 1: update Skein",
    );
    expect(await withManifest({ ...facts, images: 2 })).toContain("says 2 images, and its shards have 1");
    expect(await withManifest({ ...facts, images: 2, shards: [entry, entry] })).toContain(
      "lists b-00.tar twice",
    );
    expect(await withManifest({ ...facts, shards: [] })).toContain("is no manifest of shards (shards:");
    expect(await withManifest({ ...facts, shards: [{ ...entry, file: "../b.tar" }] })).toContain(
      "(shards.0.file: a file's name",
    );
    expect(await withManifest({ ...facts, shards: [{ ...entry, file: "b-01.tar" }] })).toContain(
      "b-01.tar is missing",
    );
    expect(await withManifest({ ...facts, shards: [{ ...entry, bytes: 5 }] })).toContain(
      "has 2048 bytes, and",
    );
  });

  it("other bytes than the manifest says are found when they are read", async () => {
    const known = { images: 1, bytes: bytes.length, sha256: "0".repeat(64) };
    const read = async (more: object) => {
      const options = { height: 1, width: 1, channels: 3 } as const;
      const found = { path: join(folder, "b-00.tar"), name: "b-00", known: { ...known, ...more } };
      for await (const _ of shardBatches(found, options)) void _;
    };
    await expect(read({})).rejects.toThrow(
      /has other bytes than the manifest says .*: copy or write it again/,
    );
    const { createHash } = await import("node:crypto");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    await expect(read({ sha256, images: 2 })).rejects.toThrow("has 1 images, and the manifest says 2");
    await read({ sha256 });
  });
});
