import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { openImages } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";
import { tar, zip } from "./archives.js";
import { picture, put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-archive-"));
afterAll(() => rmSync(root, { recursive: true }));

const size = { height: 4, width: 4 };
const red = await solid(8, 8, "#f00").png().toBuffer();
const green = await solid(8, 8, "#0f0").png().toBuffer();
const photo = await picture(40, 40).jpeg().toBuffer();
const files = [
  { name: "set/cat/1.png", data: red },
  { name: "set/dog/deep/2.png", data: green },
  { name: "set/dog/3.jpg", data: photo },
  { name: "set/dog/bad.png", data: Buffer.from("text") },
  { name: "set/raw.CR2", data: Buffer.from("x") },
  { name: "set/notes.txt", data: Buffer.from("x") },
  { name: "set/cat/.hidden.png", data: red },
  { name: "__MACOSX/set/cat/1.png", data: red },
];

const archives: Record<string, Buffer> = {
  "all.zip": zip([{ name: "set/", data: new Uint8Array(), deflate: false }, ...files]),
  "stored.zip": zip(files.map((file) => ({ ...file, deflate: false }))),
  "zip-without-ending": zip(files),
  "all.tar": tar([{ name: "set/", type: "5" }, ...files]),
  "all.tar.gz": gzipSync(tar(files)),
  "all.tgz": gzipSync(tar(files)),
  "tar-without-ending": tar(files),
};

describe.each(Object.keys(archives))("%s", (name) => {
  test("its images are those of the same folder", async () => {
    const path = put(root, name, archives[name]!);
    const { train } = await openImages(path, { ...size, labels: "folders" });
    expect(train.names).toEqual(["cat/1.png", "dog/deep/2.png", "dog/3.jpg"]);
    expect(train).toMatchObject({ count: 3, channels: 3, source: path, folder: null });
    expect(train.labelNames).toEqual(["cat", "dog"]);
    expect([...train.labels!]).toEqual([0, 1, 1]);
    expect(train.skipped.map((file) => file.name)).toEqual(["dog/bad.png", "raw.CR2"]);
    expect(train.others).toEqual({ ".txt": 1 });
    expect([...train.pixels.subarray(0, 3), ...train.pixels.subarray(48, 51)]).toEqual([
      255, 0, 0, 0, 255, 0,
    ]);
    const few = await openImages(path, { ...size, limit: 1 });
    expect(few.train.names).toEqual(["cat/1.png"]);
  });
});

test("16-bit images of an archive share one range, and colour is found in a sample", async () => {
  const grey = async (value: number) =>
    (await import("sharp"))
      .default(new Uint16Array(16).fill(value), { raw: { width: 4, height: 4, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
  const bytes = zip([
    { name: "a.png", data: await grey(1000) },
    { name: "b.png", data: await grey(4000) },
  ]);
  const { train } = await openImages(put(root, "deep.zip", bytes), size);
  expect(train).toMatchObject({ channels: 1, range: { uint16: [0, 4095] } });
  expect([train.pixels[0], train.pixels[16]]).toEqual([62, 249]);
});

test("the last entry of a name counts, links do not", async () => {
  const path = put(
    root,
    "twice.tar",
    tar([
      { name: "./a.png", data: red },
      { name: "b.png", type: "1", link: "a.png" },
      { name: "c.png", type: "2", link: "a.png" },
      { name: "a.png", data: green },
    ]),
  );
  const { train } = await openImages(path, size);
  expect(train).toMatchObject({ names: ["a.png"], repeated: 3 });
  expect([...train.pixels.subarray(0, 3)]).toEqual([0, 255, 0]);
});

test("a symbolic link of a zip is no damaged image", async () => {
  const members = [
    { name: "a.png", data: red, mode: 0o100644 },
    { name: "b.png", data: Buffer.from("a.png"), mode: 0o120777 },
  ];
  const { train } = await openImages(put(root, "linked.zip", zip(members)), size);
  expect(train).toMatchObject({ names: ["a.png"], repeated: 1, skipped: [] });
});

describe("what is refused", () => {
  const refusal = async (name: string, bytes: Uint8Array) => {
    const error = await openImages(put(root, name, bytes), size).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DataError);
    return (error as Error).message;
  };

  test("a zip whose entries promise more than deflate can hold, or overlap", async () => {
    const bomb = zip([{ name: "a.png", data: red, says: { size: 2 ** 30 } }]);
    expect(await refusal("bomb.zip", bomb)).toMatch(/would unpack to more than 500 times its size/);
    const overlapping = zip([{ name: "a.png", data: red, says: { packed: 10_000 } }]);
    expect(await refusal("overlap.zip", overlapping)).toMatch(/holds more than it does/);
  });

  test("a tar.gz that unpacks without end, before it is unpacked", async () => {
    // Parts of a gzip file may follow one another.
    const header = tar([{ name: "a.bin", size: 2 ** 28 }]).subarray(0, 512);
    const zeros = gzipSync(Buffer.alloc(2 ** 20));
    const bytes = Buffer.concat([gzipSync(header), ...new Array<Buffer>(256).fill(zeros)]);
    expect(await refusal("bomb.tar.gz", bytes)).toMatch(/would unpack to more than 500 times its size/);
  });

  test("an entry that is larger, or other, than the directory says is skipped alone", async () => {
    const path = put(
      root,
      "lies.zip",
      zip([
        { name: "good.png", data: red },
        { name: "large.png", data: red, says: { size: red.length - 1 } },
        { name: "sum.png", data: red, says: { sum: 1 } },
        { name: "locked.png", data: red, says: { flags: 1 } },
        { name: "packed.png", data: red, says: { method: 14 } },
        { name: "../out.png", data: red },
      ]),
    );
    const { train } = await openImages(path, size);
    expect(train.names).toEqual(["good.png"]);
    expect(train.skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "../out.png: its name leads out of the archive: pack it under another name",
      expect.stringMatching(/^large.png: it cannot be unpacked \(.*\): download the archive again$/),
      "locked.png: it is encrypted: pack it without a password",
      "packed.png: it is packed by method 14: pack it with deflate, as most programs do",
      "sum.png: it cannot be unpacked (its checksum is wrong): download the archive again",
    ]);
  });

  test("damaged, empty and other archives", async () => {
    const { "all.zip": whole, "all.tar": tape } = archives;
    expect(await refusal("cut.zip", whole!.subarray(0, whole!.length - 30))).toMatch(
      /is a damaged zip file \([^.]+\): copy or download it again\.$/,
    );
    expect(await refusal("cut.tar", tape!.subarray(0, 2000))).toMatch(/is a damaged tar archive/);
    expect(await refusal("cut.tar.gz", gzipSync(tape!).subarray(0, 200))).toMatch(/is a damaged tar archive/);
    expect(await refusal("empty.zip", zip([]))).toMatch(/holds no images/);
    expect(await refusal("none.tar", tar([{ name: "data_batch_1.bin", data: red }]))).toMatch(
      /holds no images \(but other files: 1 .bin\)/,
    );
    expect(await refusal("x.7z", Buffer.from("7z"))).toMatch(/unpack it and give the folder/);
    expect(await refusal("x.tar.xz", Buffer.from("x"))).toMatch(/unpack it and give the folder/);
  });
});
