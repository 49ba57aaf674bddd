import { spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadImageFolder } from "../../src/data/folder.js";
import { findImages, listImages } from "../../src/data/walk.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { picture, pngHeader, put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-folder-"));
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
const newFolder = () => {
  const folder = join(root, `${folders++}`);
  mkdirSync(folder);
  return folder;
};

describe("loadImageFolder", () => {
  const mixed = newFolder();
  beforeAll(async () => {
    put(mixed, "b/deep/er/1.webp", await solid(50, 20, "#00f").webp({ lossless: true }).toBuffer());
    put(mixed, "b/2.PNG", await solid(7, 9, "#0f0").png().toBuffer());
    put(mixed, "a.jpeg", await solid(640, 480, "#f00").jpeg().toBuffer());
    put(mixed, "Z.tif", await picture(33, 33, 1).tiff({ compression: "lzw" }).toBuffer());
    put(mixed, "é.gif", await solid(5, 5, "#fff").gif().toBuffer());
    // Bad ones.
    put(mixed, "b/zero.png", "");
    put(mixed, "b/text.png", "not an image");
    const jpeg = await picture(300, 300).jpeg().toBuffer();
    put(mixed, "cut.jpg", jpeg.subarray(0, jpeg.length / 2));
    put(mixed, "huge.png", pngHeader(30000, 30000));
    put(mixed, "old.bmp", "BM");
    symlinkSync("nowhere.png", join(mixed, "dangling.png"));
    // Ignored ones.
    put(mixed, "notes.txt", "x");
    put(mixed, ".hidden.png", "x");
    put(mixed, ".cache/1.png", "x");
  });

  test("decodes what can be decoded, names and counts what cannot", async () => {
    const progress: number[] = [];
    const set = await loadImageFolder(mixed, {
      height: 4,
      width: 6,
      onProgress: (done, total) => {
        expect(total).toBe(9);
        progress.push(done);
      },
    });
    expect(set.names).toEqual(["Z.tif", "a.jpeg", "b/2.PNG", "b/deep/er/1.webp", "é.gif"]);
    expect(set).toMatchObject({ count: 5, height: 4, width: 6, channels: 3, labels: null, source: mixed });
    expect(set.pixels).toHaveLength(5 * 4 * 6 * 3);
    // Each image's own colour at its own place: the gaps of the skipped ones are closed.
    const colourOf = (n: number) =>
      [...set.pixels.subarray(n * 72, n * 72 + 3)].map((v) => Math.round(v / 255));
    expect([1, 2, 3, 4].map(colourOf)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 1],
    ]);
    expect(set.skipped.map(({ name }) => name)).toEqual([
      "b/text.png",
      "b/zero.png",
      "cut.jpg",
      "dangling.png",
      "huge.png",
      "old.bmp",
    ]);
    const reasons = set.skipped.map(({ reason }) => reason).join("\n");
    expect(reasons).toMatch(
      /whatever the name says\n.*empty.*\n.*truncated.*\n.*leads to no file\n.*--max-pixels 900000000.*\n.*convert it/,
    );
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("gives the same bytes however many files are decoded at a time", async () => {
    const one = await loadImageFolder(mixed, { concurrency: 1 });
    const many = await loadImageFolder(mixed, { concurrency: 16 });
    expect(one).toMatchObject({ height: 32, width: 32 });
    expect(Buffer.compare(one.pixels, many.pixels)).toBe(0);
    expect(many.skipped).toEqual(one.skipped);
  });

  test("each bad file gets its own reason, however many fail at once", async () => {
    const folder = newFolder();
    const jpeg = await picture(300, 300).jpeg().toBuffer();
    for (let i = 0; i < 40; i++) {
      put(folder, `cut${i}.jpg`, jpeg.subarray(0, jpeg.length / 2));
      put(folder, `huge${i}.png`, pngHeader(30000, 30000));
    }
    put(folder, "good.jpg", jpeg);
    const { count, skipped } = await loadImageFolder(folder, { concurrency: 16 });
    expect([count, skipped.length]).toEqual([1, 80]);
    for (const { name, reason } of skipped) {
      expect(reason).toMatch(name.startsWith("huge") ? /more than the limit/ : /truncated or damaged/);
    }
  });

  test("channels follow what the pictures show, unless asked for", async () => {
    const folder = newFolder();
    for (let i = 0; i < 5; i++) {
      put(folder, `grey${i}.png`, await picture(20, 20, 1, i).png().toBuffer());
      // Grey stored as three channels is grey still.
      put(folder, `rgb${i}.jpg`, await picture(20, 20, 1, i).toColourspace("srgb").jpeg().toBuffer());
    }
    expect((await loadImageFolder(folder)).channels).toBe(1);
    const colour = await loadImageFolder(folder, { channels: 3, height: 2, width: 2 });
    expect(colour.pixels).toHaveLength(10 * 2 * 2 * 3);
    put(folder, "zz.png", await solid(20, 20, "#963").png().toBuffer());
    expect((await loadImageFolder(folder)).channels).toBe(3);
    expect((await loadImageFolder(folder, { channels: 1 })).channels).toBe(1);
  });

  test("an empty folder, and one without a usable image, are DataErrors", async () => {
    const folder = newFolder();
    await expect(loadImageFolder(folder)).rejects.toThrow(DataError);
    await expect(loadImageFolder(folder)).rejects.toThrow(/holds no images: Skein reads PNG/);
    put(folder, "only.png", "text");
    put(folder, "other.png", "");
    await expect(loadImageFolder(folder)).rejects.toThrow(
      /None of the 2 images .* only\.png: the content is none of/,
    );
  });

  test("a wrong folder and wrong options are refused", async () => {
    await expect(loadImageFolder(join(root, "none"))).rejects.toThrow(/none does not exist/);
    await expect(loadImageFolder(put(root, "file.txt", "x"))).rejects.toThrow(/file.txt is not a folder/);
    await expect(loadImageFolder(mixed, { concurrency: 0 })).rejects.toThrow(ArgumentError);
  });

  test("reads no more files than the limit, at even distances", async () => {
    const folder = newFolder();
    for (let i = 0; i < 9; i++) put(folder, `${i}.png`, await solid(4, 4, "#888").png().toBuffer());
    const totals = new Set<number>();
    const set = await loadImageFolder(folder, { limit: 3, onProgress: (_, total) => totals.add(total) });
    expect(set.names).toEqual(["0.png", "3.png", "6.png"]);
    expect([...totals]).toEqual([3]);
    expect((await loadImageFolder(folder, { limit: 20 })).count).toBe(9);
    await expect(loadImageFolder(folder, { limit: 0 })).rejects.toThrow(ArgumentError);
  });

  test("tells how far it is while it finds images and looks at them, too", async () => {
    const folder = newFolder();
    for (let i = 0; i < 9; i++) put(folder, `${i % 2}/${i}.png`, await solid(4, 4, "#888").png().toBuffer());
    const found: number[] = [];
    const looks: string[] = [];
    await loadImageFolder(folder, {
      size: "auto",
      onFound: (images) => found.push(images),
      onLook: (done, total) => looks.push(`${done} of ${total}`),
    });
    expect(found).toEqual([0, 0, 5]);
    const look = Array.from({ length: 9 }, (_, i) => `${i + 1} of 9`);
    // For the size, for the range, and for the channels.
    expect(looks).toEqual([...look, ...look, ...look]);
  });

  test("leaves sharp's settings, which are the whole process's, as they were", async () => {
    const settings = () => [sharp.concurrency(), sharp.cache().memory.max, sharp.cache().items.max];
    sharp.concurrency(3);
    sharp.cache({ memory: 40, files: 10, items: 90 });
    await Promise.all([loadImageFolder(mixed), loadImageFolder(mixed, { channels: 3 })]);
    expect(settings()).toEqual([3, 40, 90]);
    await expect(loadImageFolder(mixed, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(settings()).toEqual([3, 40, 90]);
  });

  test("an abort stops the run and rejects with its reason", async () => {
    const stop = new AbortController();
    let last = 0;
    const run = loadImageFolder(mixed, {
      concurrency: 1,
      channels: 3,
      signal: stop.signal,
      onProgress: (done) => {
        last = done;
        if (done === 2) stop.abort(new Error("enough"));
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect(last).toBe(2);
  });
});

describe("findImages", () => {
  test("follows links, but not in circles", async () => {
    const folder = newFolder();
    const elsewhere = newFolder();
    put(folder, "x/1.png", "");
    put(elsewhere, "2.png", "");
    symlinkSync(folder, join(folder, "x", "up"));
    symlinkSync(".", join(folder, "self"));
    symlinkSync(elsewhere, join(folder, "linked"));
    symlinkSync(join("x", "1.png"), join(folder, "again.png"));
    symlinkSync("loop.png", join(folder, "loop.png"));
    const found = await findImages(folder);
    expect(found.names).toEqual(["linked/2.png", "x/1.png"]);
    expect(found.skipped).toEqual([{ name: "loop.png", reason: "the link leads to no file" }]);
    // x/up, self and again.png.
    expect(found.repeated).toBe(3);
  });

  test("counts a folder once, under its own name, whatever links lead to it", async () => {
    const folder = newFolder();
    put(folder, "m/2024/1.png", "");
    symlinkSync("m/2024", join(folder, "a-latest"));
    symlinkSync("2024", join(folder, "m", "z-latest"));
    expect(await findImages(folder)).toEqual({
      names: ["m/2024/1.png"],
      skipped: [],
      repeated: 2,
      others: {},
    });
  });

  test("tells how many images were found before each folder", async () => {
    const folder = newFolder();
    for (const name of ["1.png", "a/2.png", "a/3.png", "b/4.png"]) put(folder, name, "");
    const found: number[] = [];
    await findImages(folder, { onFound: (images) => found.push(images) });
    expect(found).toEqual([0, 1, 3]);
  });

  test("counts the images of folders that link to one another once each", async () => {
    const folder = newFolder();
    const all = ["1", "2", "3", "4", "5"];
    for (const a of all) put(folder, `d${a}/${a}.png`, "");
    for (const a of all)
      for (const b of all) if (a !== b) symlinkSync(`../d${b}`, join(folder, `d${a}`, `to${b}`));
    const found = await findImages(folder);
    expect(found.names).toEqual(all.map((a) => `d${a}/${a}.png`));
    expect(found.repeated).toBe(20);
  });

  test("counts a file behind links once, under the first link's name", async () => {
    const [folder, elsewhere] = [newFolder(), newFolder()];
    const file = put(elsewhere, "picture.png", "");
    for (const name of ["b.png", "a.png", "c.png"]) symlinkSync(file, join(folder, name));
    symlinkSync("a.png", join(folder, "0.png"));
    expect(await findImages(folder)).toEqual({ names: ["0.png"], skipped: [], repeated: 3, others: {} });
    // Behind a link to its folder it has its own name.
    symlinkSync(elsewhere, join(folder, "z"));
    expect((await findImages(folder)).names).toEqual(["z/picture.png"]);
  });

  test("a link to a file that is not counted itself counts", async () => {
    const folder = newFolder();
    symlinkSync(put(folder, "x/.hidden.png", ""), join(folder, "1.png"));
    symlinkSync(put(folder, "x/no-extension", ""), join(folder, "2.png"));
    expect((await findImages(folder)).names).toEqual(["1.png", "2.png"]);
  });

  test("hard links are files in their own right", async () => {
    const folder = newFolder();
    const file = put(folder, "1.png", "");
    linkSync(file, join(folder, "2.png"));
    expect((await findImages(folder)).names).toEqual(["1.png", "2.png"]);
  });

  test("sorts by code unit, in any locale", async () => {
    const folder = newFolder();
    const names = ["10.png", "9.png", "B.png", "a.png", "a/1.png", "aa.png", "ä.png"];
    for (const name of [...names].reverse()) put(folder, name, "");
    expect((await findImages(folder)).names).toEqual(names);
  });

  test("a folder that may not be read is skipped, with the reason", async () => {
    const folder = newFolder();
    put(folder, "open/1.png", "");
    put(folder, "shut/2.png", "");
    chmodSync(root, 0o755);
    chmodSync(join(folder, "shut"), 0o000);
    const asRoot = process.geteuid?.() === 0;
    if (asRoot) process.seteuid!(65534);
    try {
      const found = await findImages(folder);
      expect(found.names).toEqual(["open/1.png"]);
      expect(found.skipped).toEqual([
        { name: "shut/", reason: "the folder may not be read: check its permissions" },
      ]);
    } finally {
      if (asRoot) process.seteuid!(0);
      chmodSync(join(folder, "shut"), 0o755);
    }
  });

  test.skipIf(process.platform === "win32")("a pipe named .png is not waited for", async () => {
    const folder = newFolder();
    expect(spawnSync("mkfifo", [join(folder, "pipe.png")]).status).toBe(0);
    expect((await findImages(folder)).names).toEqual([]);
  });

  test("listImages expands folders and keeps files, in the order given", async () => {
    const folder = newFolder();
    put(folder, "x/2.png", "");
    put(folder, "x/1.png", "");
    const file = put(folder, "no-extension", "");
    const found = await listImages([file, join(folder, "x")]);
    expect(found.names).toEqual([file, join(folder, "x/1.png"), join(folder, "x/2.png")]);
    await expect(listImages([join(folder, "y")])).rejects.toThrow(DataError);
  });
});
