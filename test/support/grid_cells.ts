export type GridParams = Record<
  "batch" | "height" | "width" | "channels" | "grid_rows" | "grid_columns",
  number
>;

/** The pixels of each cell, in order: where their first channels are. */
export function eachCell(p: GridParams, visit: (cell: number, pixels: number[]) => void): void {
  let cell = 0;
  for (let n = 0; n < p.batch; n++) {
    for (let i = 0; i < p.grid_rows; i++) {
      for (let j = 0; j < p.grid_columns; j++) {
        const pixels: number[] = [];
        for (let row = 0; row < p.height; row++) {
          for (let column = 0; column < p.width; column++) {
            const down =
              row >= Math.floor((i * p.height) / p.grid_rows) &&
              row < Math.floor(((i + 1) * p.height) / p.grid_rows);
            const across =
              column >= Math.floor((j * p.width) / p.grid_columns) &&
              column < Math.floor(((j + 1) * p.width) / p.grid_columns);
            if (down && across) pixels.push(((n * p.height + row) * p.width + column) * p.channels);
          }
        }
        visit(cell++, pixels);
      }
    }
  }
}
