import { philox4x32, wordToUniform } from "../../src/random/philox.js";

export default function philoxNormal(
  { y }: Record<"y", Float64Array>,
  p: Record<"seed" | "stream" | "offset" | "mean" | "deviation", number>,
) {
  for (let i = 0; i < y.length; i++) {
    const words = philox4x32([Math.floor(i / 4), p.offset, 0, 0], [p.seed, p.stream]);
    const pair = i % 4 < 2 ? 0 : 2;
    const radius = Math.sqrt(-2 * Math.log(1 - wordToUniform(words[pair]!)));
    const angle = 2 * Math.PI * wordToUniform(words[pair + 1]!);
    y[i] = p.mean + p.deviation * radius * (i % 2 ? Math.sin(angle) : Math.cos(angle));
  }
}
