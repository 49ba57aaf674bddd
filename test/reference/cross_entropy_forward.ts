export type CrossEntropyParams = Record<
  "rows" | "cols" | "weighted" | "smoothing" | "ignores" | "ignored",
  number
>;

export default function crossEntropyForward(
  {
    logits,
    labels,
    weight,
    loss,
    counted,
  }: Record<"logits" | "labels" | "weight" | "loss" | "counted", Float64Array>,
  { rows, cols, weighted, smoothing, ignores, ignored }: CrossEntropyParams,
) {
  const weightOf = (c: number) => (weighted ? weight[c]! : 1);
  for (let n = 0; n < rows; n++) {
    const x = logits.subarray(n * cols, (n + 1) * cols);
    const label = labels[n]!;
    const largest = x.reduce((a, b) => Math.max(a, b));
    const logSum = Math.log(x.reduce((sum, v) => sum + Math.exp(v - largest), 0)) + largest;
    const smooth = x.reduce((sum, v, c) => sum + weightOf(c) * (logSum - v), 0) / cols;
    loss[n] = (1 - smoothing) * weightOf(label) * (logSum - (x[label] ?? Number.NaN));
    if (smoothing > 0) loss[n]! += smoothing * smooth;
    counted[n] = label < cols ? weightOf(label) : Number.NaN;
    if (ignores && label === ignored) loss[n] = counted[n] = 0;
  }
}
