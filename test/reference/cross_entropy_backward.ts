export default function crossEntropyBackward(
  { dloss, logits, labels, dlogits }: Record<"dloss" | "logits" | "labels" | "dlogits", Float64Array>,
  { rows, cols }: Record<"rows" | "cols", number>,
) {
  for (let n = 0; n < rows; n++) {
    const x = logits.subarray(n * cols, (n + 1) * cols);
    const largest = x.reduce((a, b) => Math.max(a, b));
    const total = x.reduce((sum, v) => sum + Math.exp(v - largest), 0);
    for (let c = 0; c < cols; c++) {
      if (labels[n]! >= cols) dlogits[n * cols + c] = Number.NaN;
      else dlogits[n * cols + c] = dloss[n]! * (Math.exp(x[c]! - largest) / total - Number(c === labels[n]));
    }
  }
}
