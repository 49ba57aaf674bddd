import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { Random } from "../../src/random/philox.js";

/** A drawing of its own for each number: coloured discs on a coloured ground, 96 x 64. */
export function drawing(n: number): Sharp {
  const random = new Random(15, n);
  const [width, height] = [96, 64];
  const colour = () => [0, 0, 0].map(() => Math.floor(256 * random.uniform())) as [number, number, number];
  const ground = colour();
  const discs = Array.from({ length: 6 }, () => ({
    x: width * random.uniform(),
    y: height * random.uniform(),
    radius: 6 + 16 * random.uniform(),
    colour: colour(),
  }));
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const disc = discs.find((disc) => Math.hypot(x - disc.x, y - disc.y) < disc.radius);
    pixels.set(disc?.colour ?? ground, 3 * i);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Writes a drawing as a file of the name's type. */
export async function save(image: Sharp, root: string, name: string): Promise<string> {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  await image.toFile(path);
  return path;
}

/** What becomes of pictures. */
export const changes: Record<string, (image: Sharp) => Promise<Sharp>> = {
  smaller: async (image) => image.resize(60, 40),
  jpeg: async (image) => sharp(await image.jpeg({ quality: 60 }).toBuffer()),
  brighter: async (image) => sharp(await image.linear(1.15, 0).png().toBuffer()),
  cut: async (image) =>
    sharp(await image.extract({ left: 3, top: 2, width: 93, height: 62 }).png().toBuffer()),
  mirrored: async (image) => sharp(await image.flop().png().toBuffer()),
};
