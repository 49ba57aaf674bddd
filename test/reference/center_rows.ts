export default function centerRows(
  b: Record<"x" | "center" | "y" | "squares", Float64Array>,
  { cols }: Record<"rows" | "cols", number>,
) {
  b.squares.fill(0);
  b.x.forEach((value, i) => {
    b.y[i] = value - b.center[i % cols]!;
    b.squares[Math.floor(i / cols / 64)]! += b.y[i]! ** 2;
  });
}
