type Params = Record<
  "batch" | "height" | "width" | "channels" | "cell_height" | "cell_width" | "orientations" | "square_root",
  number
>;

/** By the angle itself, as in scikit-image's hog; `ends` is not looked at. */
export default function hogCells(b: Record<"x" | "ends" | "cells", Float64Array>, p: Params) {
  const { height, width, channels, orientations } = p;
  const [rows, columns] = [Math.floor(height / p.cell_height), Math.floor(width / p.cell_width)];
  b.cells.fill(0);
  const value = (n: number, row: number, column: number, channel: number) => {
    const v = b.x[((n * height + row) * width + column) * channels + channel]!;
    return p.square_root ? Math.sqrt(v) : v;
  };
  for (let n = 0; n < p.batch; n++) {
    for (let row = 0; row < rows * p.cell_height; row++) {
      for (let column = 0; column < columns * p.cell_width; column++) {
        let [magnitude, angle] = [-1, 0];
        for (let c = 0; c < channels; c++) {
          const down =
            row > 0 && row < height - 1 ? value(n, row + 1, column, c) - value(n, row - 1, column, c) : 0;
          const across =
            column > 0 && column < width - 1
              ? value(n, row, column + 1, c) - value(n, row, column - 1, c)
              : 0;
          if (Math.hypot(down, across) > magnitude) {
            magnitude = Math.hypot(down, across);
            angle = (Math.atan2(down, across) / Math.PI + 1) % 1;
          }
        }
        const cell =
          (n * rows + Math.floor(row / p.cell_height)) * columns + Math.floor(column / p.cell_width);
        const bin = Math.min(orientations - 1, Math.floor(angle * orientations));
        b.cells[cell * orientations + bin]! += magnitude / (p.cell_height * p.cell_width);
      }
    }
  }
}
