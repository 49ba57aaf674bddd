export default function batchNormCombine(
  b: Record<"moments" | "stats" | "running", Float64Array>,
  p: Record<"channels" | "unit" | "shards" | "longer" | "examples" | "epsilon" | "momentum", number>,
) {
  const rows = Array.from(
    { length: p.shards },
    (_, s) => ((p.examples - p.longer) / p.shards + (s < p.longer ? 1 : 0)) * p.unit,
  );
  const total = p.examples * p.unit;
  const sum = (term: (rows: number, shard: number) => number) =>
    rows.reduce((all, count, s) => (count > 0 ? all + term(count, s) : all), 0);
  for (let c = 0; c < p.channels; c++) {
    const at = (s: number, row: number) => b.moments[(2 * s + row) * p.channels + c]!;
    const mean = sum((count, s) => count * at(s, 0)) / total;
    const squares = sum((count, s) => at(s, 1) + count * (at(s, 0) - mean) ** 2);
    b.stats[c] = mean;
    b.stats[p.channels + c] = 1 / Math.sqrt(squares / total + p.epsilon);
    const unbiased = squares / Math.max(1, total - 1);
    b.running[c] = (1 - p.momentum) * b.running[c]! + p.momentum * mean;
    b.running[p.channels + c] = (1 - p.momentum) * b.running[p.channels + c]! + p.momentum * unbiased;
  }
}
