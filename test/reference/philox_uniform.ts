import { philox4x32, wordToUniform } from "../../src/random/philox.js";

/** Every step is rounded to float32, for this kernel's bits are part of its contract. */
export default function philoxUniform(
  { y }: Record<"y", Float64Array>,
  p: Record<"seed" | "stream" | "offset" | "low" | "high", number>,
) {
  const low = Math.fround(p.low);
  const span = Math.fround(Math.fround(p.high) - low);
  for (let i = 0; i < y.length; i++) {
    const words = philox4x32([Math.floor(i / 4), p.offset, 0, 0], [p.seed, p.stream]);
    y[i] = Math.fround(low + Math.fround(span * wordToUniform(words[i % 4]!)));
  }
}
