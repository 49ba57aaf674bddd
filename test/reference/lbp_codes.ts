type Params = Record<"batch" | "height" | "width" | "points" | "radius" | "method", number>;

/** Which number scikit-image gives a pattern of bits. */
function code(bits: boolean[], method: number): number {
  const points = bits.length;
  const ones = bits.filter(Boolean).length;
  if (method === 0) return bits.reduce((sum, bit, i) => sum + (bit ? 2 ** i : 0), 0);
  const changes = bits.slice(1).filter((bit, i) => bit !== bits[i]).length;
  if (method === 1) return changes <= 2 ? ones : points + 1;
  if (changes > 2) return points * (points - 1) + 2;
  if (ones === 0) return 0;
  if (ones === points) return points * (points - 1) + 1;
  const turns = bits[0] ? ones - bits.indexOf(false) : points - bits.indexOf(true);
  return 1 + (ones - 1) * points + turns;
}

export default function lbpCodes(b: Record<"x" | "circle" | "y", Float64Array>, p: Params) {
  const { height, width, points, radius } = p;
  for (let i = 0; i < b.y.length; i++) {
    const [image, row, column] = [
      Math.floor(i / (height * width)),
      Math.floor(i / width) % height,
      i % width,
    ];
    const at = (r: number, c: number) =>
      r >= 0 && r < height && c >= 0 && c < width ? b.x[(image * height + r) * width + c]! : 0;
    const bits = Array.from({ length: points }, (_, point) => {
      const angle = (2 * Math.PI * point) / points;
      const r = row + Math.round(-radius * Math.sin(angle) * 1e5) / 1e5;
      const c = column + Math.round(radius * Math.cos(angle) * 1e5) / 1e5;
      const [top, left] = [Math.floor(r), Math.floor(c)];
      const [below, right] = [r - top, c - left];
      const above = (1 - right) * at(top, left) + right * at(top, left + 1);
      const under = (1 - right) * at(top + 1, left) + right * at(top + 1, left + 1);
      return (1 - below) * above + below * under - b.x[i]! >= -(2 ** -20);
    });
    b.y[i] = code(bits, p.method);
  }
}
