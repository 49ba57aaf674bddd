import type { CrossEntropyParams } from "./cross_entropy_forward.js";

export default function crossEntropyBackward(
  {
    dloss,
    logits,
    labels,
    weight,
    dlogits,
  }: Record<"dloss" | "logits" | "labels" | "weight" | "dlogits", Float64Array>,
  { rows, cols, weighted, smoothing, ignores, ignored }: CrossEntropyParams,
) {
  const weights = Array.from({ length: cols }, (_, c) => (weighted ? weight[c]! : 1));
  for (let n = 0; n < rows; n++) {
    const x = logits.subarray(n * cols, (n + 1) * cols);
    const label = labels[n]!;
    const largest = x.reduce((a, b) => Math.max(a, b));
    const total = x.reduce((sum, v) => sum + Math.exp(v - largest), 0);
    x.forEach((v, c) => {
      const p = Math.exp(v - largest) / total;
      // The derivative of each class's -log p, with its share of the target.
      const gradient = weights.reduce((sum, w, k) => {
        const share = smoothing / cols + (k === label ? 1 - smoothing : 0);
        return sum + share * w * (p - Number(k === c));
      }, 0);
      const known = label < cols ? gradient : Number.NaN;
      dlogits[n * cols + c] = ignores && label === ignored ? 0 : dloss[n]! * known;
    });
  }
}
