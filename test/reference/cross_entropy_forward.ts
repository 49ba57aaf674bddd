export default function crossEntropyForward(
  { logits, labels, loss }: Record<"logits" | "labels" | "loss", Float64Array>,
  { rows, cols }: Record<"rows" | "cols", number>,
) {
  for (let n = 0; n < rows; n++) {
    const x = logits.subarray(n * cols, (n + 1) * cols);
    const largest = x.reduce((a, b) => Math.max(a, b));
    const total = x.reduce((sum, v) => sum + Math.exp(v - largest), 0);
    loss[n] = Math.log(total) + largest - (x[labels[n]!] ?? Number.NaN);
  }
}
