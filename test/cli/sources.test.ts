/** `skein cluster` and `skein predict` with sources that are no folders. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { npy, zip } from "../data/archives.js";
import { DIGITS, here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here([...args, "--device", "native"], { cwd: folder.path });

const pixels = readFileSync(join(DIGITS, "t10k-images-idx3-ubyte")).subarray(16, 16 + 40 * 784);
const labels = readFileSync(join(DIGITS, "t10k-labels-idx1-ubyte")).subarray(8, 48);
const files = Array.from(labels, (label, i) => ({
  name: `digits/${label}/${i}.png`,
  data: encodePng({ width: 28, height: 28, channels: 1, pixels: pixels.subarray(i * 784, (i + 1) * 784) }),
}));

it("an archive is clustered, sorted and predicted like its folder; other files are counted [native]", async () => {
  const notes = ["a.txt", "b.TXT", "walk.mp4"].map((name) => ({ name, data: Buffer.from("x") }));
  writeFileSync(
    at("digits.zip"),
    zip([...files, ...notes.map((file) => ({ ...file, name: `digits/${file.name}` }))]),
  );
  const given = [
    "--features",
    "pixels",
    "--method",
    "kmeans",
    "-k",
    "3",
    "--labels",
    "folders",
    "--size",
    "28",
  ];
  const result = await run(
    "cluster",
    "digits.zip",
    ...given,
    "--out",
    "zip",
    "--sort-into",
    "sorted",
    "--no-report",
  );
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toContain(
    "3 other files left out: 2 .txt, 1 .mp4 (video: its frames can be exported as images).",
  );
  expect(result.stdout).toMatch(/accuracy/);
  const rows = readFileSync(at("zip/assignments.csv"), "utf8").trimEnd().split("\n");
  expect(rows).toHaveLength(41);
  expect(rows[1]).toMatch(/^7\/0\.png,/);
  const sorted = readdirSync(at("sorted"), { recursive: true }).map(String);
  expect(sorted.filter((name) => /class-\d\/\d-\d+\.png$/.test(name))).toHaveLength(40);

  // The same images as files of a list and as an array are of the same classes.
  for (const { name, data } of files) {
    mkdirSync(at(name.slice(0, name.lastIndexOf("/"))), { recursive: true });
    writeFileSync(at(name), data);
  }
  writeFileSync(at("list.csv"), `path\n${files.map(({ name }) => name).join("\n")}\n`);
  writeFileSync(at("array.npy"), npy("|u1", [40, 28, 28], pixels));
  const sources = ["digits.zip", "list.csv", "array.npy"];
  const predicted = await run("predict", "zip/model.safetensors", ...sources, "--json");
  expect(predicted.code, predicted.stderr).toBe(0);
  const lines = predicted.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect([0, 40, 80].map((line) => lines[line].image)).toEqual([
    "digits.zip#7/0.png",
    "list.csv#digits/7/0.png",
    "array.npy#0",
  ]);
  const clusters = rows.slice(1).map((row) => Number(row.split(",")[2]));
  for (const start of [0, 40, 80]) {
    expect(lines.slice(start, start + 40).map(({ cluster }) => cluster)).toEqual(clusters);
  }
}, 120_000);

it("a limit leaves files undecoded, also where a table labels more of them [native]", async () => {
  mkdirSync(at("few"));
  for (const [i, { data }] of files.slice(0, 9).entries())
    writeFileSync(at(`few/${i}.png`), i % 2 ? "text" : data);
  writeFileSync(
    at("few.csv"),
    ["name,label", ...Array.from({ length: 9 }, (_, i) => `${i}.png,${i % 4}`)].join("\n"),
  );
  const given = [
    "--features",
    "pixels",
    "--method",
    "kmeans",
    "-k",
    "2",
    "--limit",
    "3",
    "--labels",
    "few.csv",
  ];
  const result = await run("cluster", "few", ...given, "--out", "few-run", "--no-report", "--json");
  expect(result.code, result.stderr).toBe(0);
  // Of 9 files the first, the fourth and the seventh are looked at; the fourth is damaged.
  expect(JSON.parse(result.stdout).skipped.map(({ name }: { name: string }) => name)).toEqual(["3.png"]);
});

it("a single animation is one image, and the remedy is named [native]", async () => {
  const { default: sharp } = await import("sharp");
  const frames = Buffer.alloc(8 * 24 * 3, 90);
  const raw = { width: 8, height: 24, channels: 3, pageHeight: 8 } as const;
  mkdirSync(at("clip"));
  await sharp(frames, { raw }).gif().toFile(at("clip/clip.gif"));
  const { code, stderr } = await run("cluster", "clip", "-k", "2", "--out", "clip-run");
  expect(code, stderr).toBe(2);
  expect(stderr).toContain("clip holds one image, which cannot be sorted: give more, or --frames");
});
