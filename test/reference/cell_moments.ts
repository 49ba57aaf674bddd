import { eachCell, type GridParams } from "../support/grid_cells.js";

export default function cellMoments(b: Record<"x" | "y", Float64Array>, p: GridParams) {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  eachCell(p, (cell, pixels) => {
    for (let c = 0; c < p.channels; c++) {
      const values = pixels.map((pixel) => b.x[pixel + c]!);
      const middle = mean(values);
      const power = (exponent: number) => mean(values.map((value) => (value - middle) ** exponent));
      b.y.set([middle, Math.sqrt(power(2)), Math.cbrt(power(3))], 3 * (cell * p.channels + c));
    }
  });
}
