/** Thumbnails on the disk and in memory. */
import { appendFile, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RecentBytes } from "../../src/explore/recent_bytes.js";
import { SIDES, ThumbnailFiles } from "../../src/explore/thumbnail_files.js";
import { hashOf } from "../review/base.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "skein-thumbnails-"));
});
afterEach(() => rm(folder, { recursive: true }));

const bytesOf = (n: number) => Uint8Array.from({ length: 5 + (n % 7) }, (_, i) => n + i);

async function filled(count: number): Promise<ThumbnailFiles> {
  const files = await ThumbnailFiles.open(folder);
  await Promise.all(Array.from({ length: count }, (_, n) => files.add(hashOf(n), [...SIDES], bytesOf(n))));
  return files;
}

const read = async (files: ThumbnailFiles, n: number) => {
  const found = await files.read(hashOf(n), 128);
  return found && [...found];
};

it("gives back what was added, also to the next process", async () => {
  const files = await filled(20);
  expect(await read(files, 7)).toEqual([...bytesOf(7)]);
  await files.close();
  const again = await ThumbnailFiles.open(folder);
  for (let n = 0; n < 20; n++) expect(await read(again, n)).toEqual([...bytesOf(n)]);
  expect([again.has(hashOf(3)), again.has(hashOf(20)), await read(again, 20)]).toEqual([true, false, null]);
  await again.close();
});

it("keeps the sides apart that differ", async () => {
  const files = await ThumbnailFiles.open(folder);
  await files.add(hashOf(1), [64], bytesOf(1));
  expect(files.has(hashOf(1))).toBe(false);
  await files.add(hashOf(1), [128, 256], bytesOf(2));
  expect(files.has(hashOf(1))).toBe(true);
  expect([...(await files.read(hashOf(1), 64))!]).toEqual([...bytesOf(1)]);
  expect([...(await files.read(hashOf(1), 256))!]).toEqual([...bytesOf(2)]);
  await files.close();
});

it("cuts off part of a record, and goes on behind bytes that no record names", async () => {
  await (await filled(5)).close();
  await appendFile(join(folder, "index"), Buffer.alloc(10, 7));
  await appendFile(join(folder, "0.pack"), Buffer.alloc(100, 7));
  const files = await ThumbnailFiles.open(folder);
  await files.add(hashOf(5), [...SIDES], bytesOf(5));
  await files.close();
  expect((await stat(join(folder, "index"))).size % 33).toBe(0);
  const again = await ThumbnailFiles.open(folder);
  for (let n = 0; n < 6; n++) expect(await read(again, n)).toEqual([...bytesOf(n)]);
  await again.close();
});

it("takes damaged or missing bytes for none", async () => {
  await (await filled(3)).close();
  const pack = await open(join(folder, "0.pack"), "r+");
  await pack.write(Buffer.from([255]), 0, 1, 2);
  await pack.truncate(15);
  await pack.close();
  const files = await ThumbnailFiles.open(folder);
  expect([await read(files, 0), await read(files, 1), await read(files, 2)]).toEqual([
    null,
    [...bytesOf(1)],
    null,
  ]);
  await files.add(hashOf(0), [...SIDES], bytesOf(0));
  expect(await read(files, 0)).toEqual([...bytesOf(0)]);
  await files.close();
});

it("writes through no link", async () => {
  const other = join(folder, "other");
  await writeFile(other, "mine");
  await symlink(other, join(folder, "0.pack"));
  const files = await ThumbnailFiles.open(folder);
  await expect(files.add(hashOf(0), [...SIDES], bytesOf(0))).rejects.toThrow(/ELOOP/);
  await files.close();
  await rm(join(folder, "index"));
  await symlink(other, join(folder, "index"));
  await expect(ThumbnailFiles.open(folder)).rejects.toThrow(/ELOOP/);
  expect(await readFile(other, "utf8")).toBe("mine");
});

it("holds the bytes that were used last, and no more than it may", () => {
  const recent = new RecentBytes(100);
  for (let i = 0; i < 10; i++) recent.set(`${i}`, new Uint8Array(10));
  recent.get("0");
  recent.set("10", new Uint8Array(10));
  expect([recent.get("0") !== undefined, recent.get("1"), recent.bytes]).toEqual([true, undefined, 100]);
  recent.set("10", new Uint8Array(50));
  expect(recent.bytes).toBe(100);
  recent.set("large", new Uint8Array(101));
  expect([recent.bytes, recent.get("large")]).toEqual([0, undefined]);
});
