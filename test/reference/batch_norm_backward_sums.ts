import { rowsOfShards } from "../support/row_shards.js";

export default function batchNormBackwardSums(
  b: Record<"dy" | "x" | "gamma" | "beta" | "stats" | "sums", Float64Array>,
  p: Record<"rows" | "channels" | "relu" | "unit" | "shards", number>,
) {
  b.sums.fill(0);
  rowsOfShards(p).forEach((rows, s) => {
    for (const row of rows) {
      for (let c = 0; c < p.channels; c++) {
        const normal = (b.x[row * p.channels + c]! - b.stats[c]!) * b.stats[p.channels + c]!;
        const stopped = p.relu && normal * b.gamma[c]! + b.beta[c]! <= 0;
        const g = stopped ? 0 : b.dy[row * p.channels + c]!;
        b.sums[2 * s * p.channels + c]! += g * normal;
        b.sums[(2 * s + 1) * p.channels + c]! += g;
      }
    }
  });
}
