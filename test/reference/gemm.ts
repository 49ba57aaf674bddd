export default function gemm(
  { a, b, bias, c }: Record<"a" | "b" | "bias" | "c", Float64Array>,
  p: Record<string, number>,
) {
  /** Between rows and columns of op(a) [m, k] and op(b) [k, n]. */
  const [aRow, aColumn] = p.trans_a ? [1, p.lda!] : [p.lda!, 1];
  const [bRow, bColumn] = p.trans_b ? [1, p.ldb!] : [p.ldb!, 1];
  for (let batch = 0; batch < p.batch!; batch++) {
    const [ofA, ofB, ofC] = [
      p.a_offset! + batch * p.a_stride!,
      p.b_offset! + batch * p.b_stride!,
      p.c_offset! + batch * p.c_stride!,
    ];
    for (let i = 0; i < p.m!; i++) {
      for (let j = 0; j < p.n!; j++) {
        let sum = p.has_bias ? bias[batch * p.bias_stride! + j]! : 0;
        for (let q = 0; q < p.k!; q++) {
          sum += a[ofA + i * aRow + q * aColumn]! * b[ofB + q * bRow + j * bColumn]!;
        }
        const index = ofC + i * p.ldc! + j;
        c[index] = sum + (p.accumulate ? c[index]! : 0);
      }
    }
  }
}
