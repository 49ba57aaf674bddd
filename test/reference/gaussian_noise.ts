import { philox4x32, wordToUniform } from "../../src/random/philox.js";

export default function gaussianNoise(
  { x, y }: Record<"x" | "y", Float64Array>,
  p: Record<"first" | "skip" | "seed" | "stream" | "offset" | "deviation", number>,
) {
  for (let i = 0; i < y.length; i++) {
    const place = p.skip + i;
    const block = (p.first + Math.floor(place / 4)) >>> 0;
    const words = philox4x32([block, p.offset, 0, 0], [p.seed, p.stream]);
    const [u, v] = [words[place & 2]!, words[(place & 2) + 1]!].map(wordToUniform) as [number, number];
    const angle = 2 * Math.PI * v;
    const normal = Math.sqrt(-2 * Math.log(1 - u)) * (place % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
    y[i] = x[i]! + p.deviation * normal;
  }
}
