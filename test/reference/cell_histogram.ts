import { eachCell, type GridParams } from "../support/grid_cells.js";

export default function cellHistogram(
  b: Record<"x" | "axes" | "y", Float64Array>,
  p: GridParams & Record<"joint" | "length", number>,
) {
  b.y.fill(0);
  eachCell(p, (cell, pixels) => {
    const add = (bin: number) => {
      b.y[cell * p.length + bin]! += 1 / (pixels.length * (p.joint ? 1 : p.channels));
    };
    for (const pixel of pixels) {
      let combination = 0;
      for (let c = 0; c < p.channels; c++) {
        const [low, factor, bins, place] = b.axes.subarray(4 * c) as unknown as [
          number,
          number,
          number,
          number,
        ];
        const bin = Math.max(0, Math.min(bins - 1, Math.floor((b.x[pixel + c]! - low) * factor + 1e-5)));
        if (p.joint) combination += bin * place;
        else add(place + bin);
      }
      if (p.joint) add(combination);
    }
  });
}
