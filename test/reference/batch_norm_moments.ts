import { rowsOfShards } from "../support/row_shards.js";

export default function batchNormMoments(
  b: Record<"x" | "moments", Float64Array>,
  p: Record<"rows" | "channels" | "unit" | "shards", number>,
) {
  rowsOfShards(p).forEach((rows, s) => {
    for (let c = 0; c < p.channels; c++) {
      const column = rows.map((row) => b.x[row * p.channels + c]!);
      const mean = rows.length > 0 ? column.reduce((sum, v) => sum + v, 0) / rows.length : 0;
      b.moments[2 * s * p.channels + c] = mean;
      b.moments[(2 * s + 1) * p.channels + c] = column.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    }
  });
}
