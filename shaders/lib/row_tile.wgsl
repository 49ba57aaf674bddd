// A tile of the matrix x in workgroup memory, so that reads of x are coalesced although each
// invocation works on rows of its own: `lane` and `lane + WORKGROUP` of the tile.
// The kernel has parameters rows and cols and the binding x [rows, cols]. The importing shader declares WORKGROUP.

const TILE_ROWS = 2u * WORKGROUP;
const TILE_COLS = 16u;
// One more than a row's elements, so that neighbouring invocations meet different memory banks.
const ROW_STRIDE = TILE_COLS + 1u;

var<workgroup> row_tile: array<f32, TILE_ROWS * ROW_STRIDE>;

// Columns past x become zero; rows past x are not touched, and what their invocations find is of no use.
// A barrier must follow before the tile is read.
fn load_row_tile(lane: u32, first_row: u32, first_column: u32) {
  let rows = min(max(params.rows, first_row) - first_row, TILE_ROWS);
  for (var i = lane; i < rows * TILE_COLS; i += WORKGROUP) {
    let row = first_row + i / TILE_COLS;
    let column = first_column + i % TILE_COLS;
    var value = 0.0;
    if (column < params.cols) {
      value = x[row * params.cols + column];
    }
    row_tile[i / TILE_COLS * ROW_STRIDE + i % TILE_COLS] = value;
  }
}
