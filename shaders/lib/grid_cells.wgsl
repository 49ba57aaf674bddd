// The pixels of a cell of a grid over images [B, H, W, C]. Twin of native/lib/grid_cells.h.

struct Cell {
  image: u32,
  top: u32,
  bottom: u32,
  left: u32,
  right: u32,
}

// Rows and columns [top, bottom) and [left, right); what is past the end of the batch has an image past it.
fn cell_at(cell: u32) -> Cell {
  let row = cell / params.grid_columns % params.grid_rows;
  let column = cell % params.grid_columns;
  return Cell(cell / (params.grid_rows * params.grid_columns),
              row * params.height / params.grid_rows, (row + 1u) * params.height / params.grid_rows,
              column * params.width / params.grid_columns, (column + 1u) * params.width / params.grid_columns);
}
