export default function centerRows(
  b: Record<"x" | "center" | "y" | "squares", Float64Array>,
  { cols, scale }: Record<"rows" | "cols" | "scale", number>,
) {
  b.squares.fill(0);
  b.x.forEach((value, i) => {
    b.y[i] = scale * value - b.center[i % cols]!;
    b.squares[Math.floor(i / cols / 64)]! += b.y[i]! ** 2;
  });
}
