// npm run picture [-- RUN]: docs/images/clothes.png, the README's picture. Sorts 6,000 clothes of Fashion-MNIST (MIT licence, Debian's
// dataset-fashion-mnist) as a user would, or takes a folder that such a run wrote, and draws images of each class, which a
// seeded generator picks among all of its training images.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { root } from "./lib/paths.js";
import { main, run, ScriptError } from "./lib/run.js";
import { setup } from "./lib/setup.js";

const COUNT = 6000;
const CLASSES = 10;
const ACROSS = 15;
const SIDE = 28;
/** Pixels of the picture for one of an image, and between images. */
const [SCALE, GAP, LABEL] = [1.5, 2, 96];
const cell = SIDE * SCALE + GAP;

await main(async () => {
  await setup();
  const folder = process.argv[2] ?? (await sort());
  const { loadFashionMnist, Random } = await import("../dist/index.js");
  const { train } = await loadFashionMnist();
  const rows = readFileSync(join(folder, "assignments.csv"), "utf8").trim().split("\n").slice(1);
  // Names are train/NUMBER, in MNIST's order.
  const sorted = rows.map((row) => row.split(",")).filter(([, split]) => split === "train");
  const images = sorted.map(([name, , k]) => ({ at: Number(name.split("/")[1]), k: Number(k) }));
  const random = new Random(0);
  const parts = [];
  const labels = [];
  for (let k = 0; k < CLASSES; k++) {
    const members = images.filter((image) => image.k === k).map(({ at }) => at);
    const y = Math.round(k * cell);
    labels.push(
      `<text x="0" y="${y + cell / 2 - 2}" font-weight="bold">class ${k}</text><text x="0" y="${y + cell / 2 + 12}">${members.length} images</text>`,
    );
    for (let at = 0; at < Math.min(ACROSS, members.length); at++) {
      const other = at + Math.floor(random.uniform() * (members.length - at));
      [members[at], members[other]] = [members[other], members[at]];
      const pixels = train.pixels.subarray(members[at] * SIDE * SIDE, (members[at] + 1) * SIDE * SIDE);
      const side = Math.round(SIDE * SCALE);
      const raw = { width: SIDE, height: SIDE, channels: 1 };
      const input = await sharp(pixels, { raw }).negate().resize(side, side).png().toBuffer();
      parts.push({ input, left: LABEL + Math.round(at * cell), top: y });
    }
  }
  const [width, height] = [LABEL + Math.round(ACROSS * cell), Math.round(CLASSES * cell)];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${LABEL}" height="${height}" font-family="sans-serif" font-size="12" fill="#333">${labels.join("")}</svg>`;
  mkdirSync(join(root, "docs/images"), { recursive: true });
  const { size } = await sharp({ create: { width, height, channels: 3, background: "#fff" } })
    .composite([...parts, { input: Buffer.from(text), left: 0, top: 0 }])
    .greyscale()
    .png({ palette: true, colours: 16, compressionLevel: 9 })
    .toFile(join(root, "docs/images/clothes.png"));
  console.log(`docs/images/clothes.png: ${width} x ${height}, ${size} bytes`);
});

/** The folder of a run of the command line. */
async function sort() {
  const out = join(root, "runs", "picture");
  const options = [
    "--limit",
    String(COUNT),
    "-k",
    String(CLASSES),
    "--minutes",
    "1",
    "-d",
    "native",
    "--out",
    out,
  ];
  const again = existsSync(out) ? ["--force"] : [];
  const { code } = await run(process.execPath, [
    "dist/cli/main.js",
    "cluster",
    "fashion-mnist",
    ...options,
    ...again,
  ]);
  if (code !== 0) throw new ScriptError("picture: skein cluster failed");
  return out;
}
