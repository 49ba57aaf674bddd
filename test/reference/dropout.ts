import { philox4x32, wordToUniform } from "../../src/random/philox.js";

export default function dropout(
  { x, y }: Record<"x" | "y", Float64Array>,
  p: Record<"first" | "skip" | "seed" | "stream" | "offset" | "rate", number>,
) {
  for (let i = 0; i < y.length; i++) {
    const block = (p.first + Math.floor((p.skip + i) / 4)) >>> 0;
    const words = philox4x32([block, p.offset, 0, 0], [p.seed, p.stream]);
    // Kernels compare with the rate as float32 holds it.
    const kept = wordToUniform(words[(p.skip + i) % 4]!) >= Math.fround(p.rate);
    y[i] = x[i]! * (kept ? 1 / (1 - p.rate) : 0);
  }
}
