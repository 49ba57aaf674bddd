export default function stridedCopy(b: Record<"x" | "y", Float64Array>, p: Record<string, number>) {
  for (let i0 = 0; i0 < p.size0!; i0++) {
    for (let i1 = 0; i1 < p.size1!; i1++) {
      for (let i2 = 0; i2 < p.size2!; i2++) {
        for (let i3 = 0; i3 < p.size3!; i3++) {
          const at = (t: string) =>
            [i0, i1, i2, i3].reduce(
              (sum, index, axis) => sum + index * p[`${t}_stride${axis}`]!,
              p[`${t}_offset`]!,
            );
          b.y[at("y")] = b.x[at("x")]!;
        }
      }
    }
  }
}
