export default function reduce(
  b: Record<"x" | "y", Float64Array>,
  {
    outer,
    axis,
    inner,
    x_offset,
    outer_stride,
    y_offset,
    op,
    scale,
  }: Record<"outer" | "axis" | "inner" | "x_offset" | "outer_stride" | "y_offset" | "op" | "scale", number>,
) {
  const isSum = op === 0 || op === 3;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let total = isSum ? 0 : op === 1 ? -Infinity : Infinity;
      for (let a = 0; a < axis; a++) {
        const x = b.x[x_offset + o * outer_stride + a * inner + i]!;
        if (isSum) total += op === 3 ? x * x : x;
        else total = op === 1 ? Math.max(total, x) : Math.min(total, x);
      }
      b.y[y_offset + o * inner + i] = isSum ? total * Math.fround(scale) : total;
    }
  }
}
