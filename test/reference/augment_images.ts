import { drawAugmentation, luma } from "../support/augmentation.js";

type Names =
  | "images"
  | "height"
  | "width"
  | "channels"
  | "count"
  | "first"
  | "mean"
  | "rstd"
  | "grid"
  | "fill"
  | "erase_rows";

export default function augmentImages(
  b: Record<"pixels" | "index" | "y", Float64Array>,
  p: Record<Names, number>,
) {
  const { height: H, width: W, channels: C } = p;
  const [border, reflect] = [p.fill === 0, p.fill === 1];
  /** Between 0 and length - 1, by reflections at the outer edges of the outermost pixels. */
  const reflected = (position: number, length: number) => {
    const along = (((position + 0.5) % (2 * length)) + 2 * length) % (2 * length);
    return Math.min(length - 1, Math.max(0, Math.min(along, 2 * length - along) - 0.5));
  };
  for (let n = 0; n < p.count; n++) {
    const map = drawAugmentation(p, (p.first + n) >>> 0);
    const exists = b.index[n]! < p.images;
    const colour = (x: number, y: number) =>
      Array.from({ length: C }, (_, c) => b.pixels[((b.index[n]! * H + y) * W + x) * C + c]!);
    const places = Array.from({ length: H * W }, (_, i) => [i % W, Math.floor(i / W)] as const);
    const edge = places.filter(([x, y]) => x === 0 || y === 0 || x === W - 1 || y === H - 1);
    const mean = exists ? places.reduce((sum, at) => sum + luma(colour(...at)), 0) / (255 * H * W) : 0;
    const outside = Array.from({ length: C }, (_, c) => {
      if (!exists || !(border || reflect)) return 0;
      const sorted = edge.map((at) => colour(...at)[c]!).sort((low, high) => low - high);
      return sorted[Math.ceil(sorted.length / 2) - 1]!;
    });
    const at = (x: number, y: number) => (x < 0 || y < 0 || x >= W || y >= H ? outside : colour(x, y));

    for (const [x, y] of places) {
      const lattice = (i: number, size: number) => (i * (p.grid - 1)) / Math.max(1, size - 1);
      const [sx, sy] = map.at((2 * x + 1) / W - 1, (2 * y + 1) / H - 1, lattice(x, W), lattice(y, H));
      let [px, py] = [((sx + 1) * W - 1) / 2, ((sy + 1) * H - 1) / 2];
      if (reflect) [px, py] = [reflected(px, W), reflected(py, H)];
      let sampled = outside;
      if (exists && (y < map.band || y >= map.band + p.erase_rows)) {
        sampled = outside.map(() => 0);
        for (const j of [Math.floor(py), Math.floor(py) + 1]) {
          for (const i of [Math.floor(px), Math.floor(px) + 1]) {
            const weight = (1 - Math.abs(px - i)) * (1 - Math.abs(py - j));
            const source = at(i, j);
            sampled = sampled.map((value, c) => value + weight * source[c]!);
          }
        }
      }
      const values = map.lit(
        sampled.map((value) => value / 255),
        mean,
      );
      for (const [c, value] of values.entries()) {
        const clamped = exists ? Math.min(1, Math.max(0, value)) : Number.NaN;
        b.y[((n * H + y) * W + x) * C + c] = (clamped - p.mean) * p.rstd;
      }
    }
  }
}
