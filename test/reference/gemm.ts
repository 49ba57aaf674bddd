export default function gemm(
  { a, b, bias, c }: Record<"a" | "b" | "bias" | "c", Float64Array>,
  p: Record<string, number>,
) {
  const at = (name: "a" | "b" | "c", batch: number, row: number, column: number) =>
    p[`${name}_offset`]! + batch * p[`${name}_stride`]! + row * p[`ld${name}`]! + column;
  for (let batch = 0; batch < p.batch!; batch++) {
    for (let i = 0; i < p.m!; i++) {
      for (let j = 0; j < p.n!; j++) {
        let sum = p.has_bias ? bias[batch * p.bias_stride! + j]! : 0;
        for (let q = 0; q < p.k!; q++) {
          const left = a[p.trans_a ? at("a", batch, q, i) : at("a", batch, i, q)]!;
          sum += left * b[p.trans_b ? at("b", batch, j, q) : at("b", batch, q, j)]!;
        }
        const index = at("c", batch, i, j);
        c[index] = sum + (p.accumulate ? c[index]! : 0);
      }
    }
  }
}
