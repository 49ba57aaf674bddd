import { drawAugmentation } from "../support/augmentation.js";

export default function augmentImages(
  b: Record<"pixels" | "index" | "y", Float64Array>,
  p: Record<
    "images" | "height" | "width" | "channels" | "count" | "mean" | "rstd" | "grid" | "erase_rows",
    number
  >,
) {
  const { height: H, width: W, channels: C } = p;
  for (let n = 0; n < p.count; n++) {
    const map = drawAugmentation(p, n);
    for (let pixel = 0; pixel < H * W; pixel++) {
      const [x, y] = [pixel % W, Math.floor(pixel / W)];
      const lattice = (i: number, size: number) => (i * (p.grid - 1)) / Math.max(1, size - 1);
      const [sx, sy] = map.at((2 * x + 1) / W - 1, (2 * y + 1) / H - 1, lattice(x, W), lattice(y, H));
      const [px, py] = [((sx + 1) * W - 1) / 2, ((sy + 1) * H - 1) / 2];
      for (let c = 0; c < C; c++) {
        let value = 0;
        for (let j = Math.max(0, Math.floor(py)); j <= Math.min(H - 1, Math.floor(py) + 1); j++) {
          for (let i = Math.max(0, Math.floor(px)); i <= Math.min(W - 1, Math.floor(px) + 1); i++) {
            const weight = (1 - Math.abs(px - i)) * (1 - Math.abs(py - j));
            value += (weight * b.pixels[((b.index[n]! * H + j) * W + i) * C + c]!) / 255;
          }
        }
        value = Math.min(1, Math.max(0, value * map.gain + map.bias));
        if (y >= map.band && y < map.band + p.erase_rows) value = 0;
        if (b.index[n]! >= p.images) value = Number.NaN;
        b.y[(n * H * W + pixel) * C + c] = (value - p.mean) * p.rstd;
      }
    }
  }
}
