const functions: ((a: number, b: number) => number)[] = [
  (a, b) => a + b,
  (a, b) => a - b,
  (a, b) => a * b,
  (a, b) => a / b,
  Math.max,
  Math.min,
  Math.pow,
  (a, b) => Number(a > b),
  (a, b) => Number(a === b),
  (a, b) => (b === 0 ? 0 : a),
];

export default function binary(b: Record<"a" | "b" | "y", Float64Array>, p: Record<string, number>) {
  const f = functions[p.op!]!;
  let i = 0;
  for (let i0 = 0; i0 < p.size0!; i0++) {
    for (let i1 = 0; i1 < p.size1!; i1++) {
      for (let i2 = 0; i2 < p.size2!; i2++) {
        for (let i3 = 0; i3 < p.size3!; i3++) {
          const at = (t: string) =>
            [i0, i1, i2, i3].reduce((sum, index, axis) => sum + index * p[`${t}_stride${axis}`]!, 0);
          b.y[i++] = f(b.a[at("a")]!, b.b[at("b")]!);
        }
      }
    }
  }
}
