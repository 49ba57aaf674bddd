/**
 * Whether `nearDuplicates` finds pictures that were made smaller, compressed, cut, mirrored, darkened and brightened again.
 *
 *   npm run experiment:duplicates -- [--changed 2000] [--similarity 0.96] [--pictures FOLDER] [--out FOLDER]
 *
 * 2,000 pictures are changed in six ways and lie among 10,000 others (`scripts/lib/duplicate_sets`). The changed files are written
 * beside the originals the first time. Writes bench/results/duplicates.md.
 */
import "../platform/node.js";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadImageFolder } from "../data/folder.js";
import { loadSharp } from "../data/sharp.js";
import { openDevice } from "../device/node/index.js";
import { count } from "../format.js";
import { type DuplicatePair, nearDuplicates } from "../review/duplicates/index.js";

const { values: given } = parseArgs({
  options: {
    changed: { type: "string", default: "2000" },
    similarity: { type: "string", default: "0.96" },
    pictures: { type: "string", default: fileURLToPath(new URL("../../.cache/duplicates", import.meta.url)) },
    out: { type: "string", default: fileURLToPath(new URL("../../bench/results/", import.meta.url)) },
  },
});

/** Of each side. */
const CROPPED = 0.015;
const sharp = await loadSharp();
const flat = (file: string) =>
  sharp(file).flatten({ background: "white" }).toColourspace("srgb").removeAlpha();

async function brightened(file: string, factor: number): Promise<Buffer> {
  const { data, info } = await flat(file).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const pixels = Uint8Array.from(data, (value) => Math.min(255, Math.round(factor * value)));
  return await sharp(pixels, { raw: { width, height, channels } }).png().toBuffer();
}

interface Change {
  readonly name: string;
  readonly about: string;
  /** Recall and precision that are to be reached, if any. */
  readonly wanted?: readonly [number, number];
  apply(file: string): Promise<Buffer>;
}

const WANTED = [0.98, 0.99] as const;
const changes: readonly Change[] = [
  {
    name: "resize",
    about: "half as high and as wide",
    wanted: WANTED,
    async apply(file) {
      const { width, height } = await sharp(file).metadata();
      const size = { width: Math.round(width! / 2), height: Math.round(height! / 2), fit: "fill" } as const;
      return await flat(file).resize(size).png().toBuffer();
    },
  },
  {
    name: "jpeg",
    about: "JPEG of quality 60",
    wanted: WANTED,
    apply: (file) => flat(file).jpeg({ quality: 60 }).toBuffer(),
  },
  { name: "darker", about: "values x 0.9", wanted: WANTED, apply: (file) => brightened(file, 0.9) },
  {
    name: "brighter",
    about: "values x 1.1, up to 255",
    wanted: WANTED,
    apply: (file) => brightened(file, 1.1),
  },
  {
    name: "crop",
    about: "1.5 % cut off each side",
    async apply(file) {
      const { width, height } = await sharp(file).metadata();
      const cut = (side: number) => Math.max(1, Math.round(CROPPED * side));
      const [left, top] = [cut(width!), cut(height!)];
      const part = { left, top, width: width! - 2 * left, height: height! - 2 * top };
      return await flat(file).extract(part).png().toBuffer();
    },
  },
  { name: "mirror", about: "left and right exchanged", apply: (file) => flat(file).flop().png().toBuffer() },
];

const originals = join(given.pictures, "originals");
const changedFiles = (await readdir(join(originals, "changed"))).sort().slice(0, Number(given.changed));
for (const { name, apply } of changes) {
  const folder = join(given.pictures, "changes", name);
  if (existsSync(folder)) continue;
  console.error(`making ${name}`);
  const temporary = `${folder}.new`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  for (const file of changedFiles)
    await writeFile(join(temporary, file), await apply(join(originals, "changed", file)));
  await rename(temporary, folder);
}

const images = await loadImageFolder(given.pictures, { height: 32, width: 32, fit: "fill", channels: 3 });
const paths = images.names!.map((name) => name.split("/"));
/** The original of each picture; its own number for an original. */
const byFile = new Map(
  paths.flatMap(([kind, , file], i) => (kind === "originals" ? [[file!, i] as const] : [])),
);
const originalOf = paths.map(([, , file], i) => byFile.get(file!) ?? i);
const isOriginal = (image: number) => originalOf[image] === image;
const device = await openDevice("native");
const similarity = Number(given.similarity);
const loadBefore = loadavg()[0]!;
const start = performance.now();
const pairs = await nearDuplicates(images, device, { similarity });
const seconds = (performance.now() - start) / 1000;
await device.close();

const key = (a: number, b: number) => Math.min(a, b) * images.count + Math.max(a, b);
const alike = new Set(
  pairs.filter(({ a, b }) => isOriginal(a) && isOriginal(b)).map(({ a, b }) => key(a, b)),
);
/** Pairs of a changed picture and an original, by change. */
const judged = new Map(
  changes.map(({ name }) => [name, { right: 0, alike: 0, wrong: [] as DuplicatePair[] }]),
);
for (const pair of pairs) {
  if (isOriginal(pair.a) === isOriginal(pair.b)) continue;
  const changed = isOriginal(pair.a) ? pair.b : pair.a;
  const [one, other] = [originalOf[pair.a]!, originalOf[pair.b]!];
  const counts = judged.get(paths[changed]![1]!)!;
  if (one === other) counts.right++;
  else if (alike.has(key(one, other))) counts.alike++;
  else counts.wrong.push(pair);
}
const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole).toFixed(4);
const rows = changes.map(({ name, about, wanted }) => {
  const { right, alike, wrong } = judged.get(name)!;
  const made = paths.filter(([kind, change]) => kind === "changes" && change === name).length;
  const cells = [
    `${name}: ${about}`,
    count(made),
    share(right, made),
    share(right, right + wrong.length),
    count(wrong.length),
    count(alike),
    wanted ? `${wanted[0]}, ${wanted[1]}` : "",
  ];
  return `| ${cells.join(" | ")} |`;
});
/** The least sure of them first. */
const worst = [...judged.values()]
  .flatMap(({ wrong }) => wrong)
  .sort((p, q) => q.similarity - p.similarity)
  .slice(0, 10);
const text = `# Near-duplicates

- Written by \`npm run experiment:duplicates\`. ${count(changedFiles.length)} pictures, each changed in ${changes.length} ways, among ${count(paths.filter(([, label]) => label === "others").length)} others: ${count(images.count)} in all, of Openclipart, Tux Paint and The Battle for Wesnoth, at most 256 pixels high and wide. Pictures that are changed have at least 96 pixels a side: halves of smaller ones are missed more often. Openclipart's generated stars (shapes/), which are alike by the hundred, are left out. Both were decided after a first result.
- Recall: changed pictures that are paired with their own original. Precision: pairs of a changed picture and an original that are of one origin, without those of two originals that are alike, which are counted apart: those whose originals \`nearDuplicates\` itself pairs at the same similarity (${count(alike.size)} pairs: frames of one movement, one icon in several collections).
- Least similarity ${similarity}. ${count(pairs.length)} pairs in ${seconds.toFixed(1)} s, once the files are read. ${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, ${new Date().toISOString().slice(0, 10)}, load average ${loadBefore.toFixed(1)} before${loadBefore > 1.5 ? " (busy: others worked beside it)" : ""}.

| change | pictures | recall | precision | wrong pairs | pairs of alike originals | wanted: recall, precision |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
${rows.join("\n")}

Wrong pairs of the greatest similarity:

${worst.map(({ a, b, similarity, mirrored }) => `- ${similarity.toFixed(3)}${mirrored ? ", mirrored" : ""}: ${paths[a]!.slice(1).join("/")} and ${paths[b]!.slice(1).join("/")}`).join("\n")}
`;
await writeFile(join(given.out, "duplicates.md"), text);
console.log(text);
