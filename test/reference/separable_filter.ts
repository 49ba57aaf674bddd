export default function separableFilter(
  b: Record<"x" | "weights" | "y", Float64Array>,
  { height, width, taps }: Record<"maps" | "height" | "width" | "taps", number>,
) {
  const reach = (taps - 1) / 2;
  for (let i = 0; i < b.y.length; i++) {
    const [map, row, column] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    let sum = 0;
    for (let a = 0; a < taps; a++) {
      for (let c = 0; c < taps; c++) {
        const [h, w] = [row + a - reach, column + c - reach];
        if (h < 0 || h >= height || w < 0 || w >= width) continue;
        sum += b.weights[a]! * b.weights[c]! * b.x[(map * height + h) * width + w]!;
      }
    }
    b.y[i] = sum;
  }
}
