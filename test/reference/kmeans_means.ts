export default function kmeansMeans(
  b: Record<"sums" | "counts" | "centers" | "moved", Float64Array>,
  { cols }: Record<"cols" | "clusters", number>,
) {
  b.moved.forEach((_, i) => {
    const count = b.counts[Math.floor(i / cols)]!;
    b.moved[i] = count > 0 ? b.sums[i]! / count : b.centers[i]!;
  });
}
