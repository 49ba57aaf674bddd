type Params = Record<"batch" | "height" | "width" | "channels" | "deviation", number>;
type Buffers = Record<"x" | "mask" | "errors" | "pulled" | "sums" | "next", Float64Array>;

export default function inpaintingStep(b: Buffers, p: Params) {
  const { batch, height, width, channels, deviation } = p;
  const pixels = height * width;
  for (let n = 0; n < batch; n++) {
    const sums = b.sums.subarray(n * (4 + 2 * channels), (n + 1) * (4 + 2 * channels));
    const area = [Math.max(1, sums[0]!), Math.max(1, sums[1]!)] as const;
    const x = (c: number, i: number) => b.x[(n * channels + c) * pixels + i]!;
    const pulled = (c: number, i: number) => b.pulled[(n * 2 * (channels + 1) + c) * pixels + i]!;
    const gradient = (i: number) => {
      const parts = [0, 1].map((part) => {
        const error = b.errors[(n * 2 + part) * pixels + i]!;
        let value = error / area[part]! - sums[2 + part]! / area[part]! ** 2;
        let pull = -pulled(part * (channels + 1) + channels, i);
        let spread = 0;
        for (let c = 0; c < channels; c++) {
          pull += x(c, i) * pulled(part * (channels + 1) + c, i);
          spread += (x(c, i) - sums[4 + part * channels + c]!) ** 2;
        }
        value += pull / (channels * area[part]!) - deviation * spread;
        return value;
      });
      return parts[0]! - parts[1]!;
    };
    const at = (mask: ArrayLike<number>, h: number, w: number, outside: number) =>
      h >= 0 && h < height && w >= 0 && w < width ? mask[h * width + w]! : outside;
    const mask = b.mask.subarray(n * pixels, (n + 1) * pixels);
    const moved = mask.map((m, i) => {
      const [h, w] = [Math.floor(i / width), i % width];
      const around = [
        at(mask, h - 1, w, -1),
        at(mask, h + 1, w, -1),
        at(mask, h, w - 1, -1),
        at(mask, h, w + 1, -1),
      ];
      const g = gradient(i);
      return around.every((other) => other === m) || g === 0 ? m : Number(g > 0);
    });
    for (let i = 0; i < pixels; i++) {
      let count = 0;
      for (let a = -1; a <= 1; a++) {
        for (let c = -1; c <= 1; c++) count += at(moved, Math.floor(i / width) + a, (i % width) + c, 0);
      }
      b.next[n * pixels + i] = Number(count >= 4);
    }
  }
}
