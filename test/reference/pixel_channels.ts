type Params = Record<"batch" | "height" | "width" | "channels" | "space" | "gradients", number>;
type Colour = [number, number, number];

function hsv([r, g, b]: Colour): Colour {
  const value = Math.max(r, g, b);
  const range = value - Math.min(r, g, b);
  if (range === 0) return [0, 0, value];
  const sixths = value === b ? 4 + (r - g) / range : value === g ? 2 + (b - r) / range : (g - b) / range;
  return [(sixths / 6 + 1) % 1, range / value, value];
}

function lab(rgb: Colour): Colour {
  const [r, g, b] = rgb.map((v) => (v > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92)) as Colour;
  const [x, y, z] = [
    (0.412453 * r + 0.35758 * g + 0.180423 * b) / 0.95047,
    0.212671 * r + 0.71516 * g + 0.072169 * b,
    (0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883,
  ].map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)) as Colour;
  return [1.16 * y - 0.16, 5 * (x - y), 2 * (y - z)];
}

const grey = ([r, g, b]: Colour) => 0.2125 * r + 0.7154 * g + 0.0721 * b;

export default function pixelChannels(b: Record<"x" | "y", Float64Array>, p: Params) {
  const { height, width, channels } = p;
  const at = (n: number, row: number, column: number) => {
    const from = ((n * height + row) * width + column) * channels;
    return b.x.subarray(from, from + channels);
  };
  const greyAt = (n: number, row: number, column: number) => {
    const pixel = at(n, Math.min(height - 1, Math.max(0, row)), Math.min(width - 1, Math.max(0, column)));
    return channels === 1 ? pixel[0]! : grey([...pixel] as Colour);
  };
  const values: number[] = [];
  for (let n = 0; n < p.batch; n++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const colour = [...at(n, row, column)] as Colour;
        if (channels === 1 || p.space === 3) values.push(greyAt(n, row, column));
        else values.push(...[(c: Colour) => c, hsv, lab][p.space]!(colour));
        if (p.gradients) {
          const across = (greyAt(n, row, column + 1) - greyAt(n, row, column - 1)) / 2;
          const down = (greyAt(n, row + 1, column) - greyAt(n, row - 1, column)) / 2;
          values.push(across, down, Math.hypot(across, down));
        }
      }
    }
  }
  b.y.set(values);
}
