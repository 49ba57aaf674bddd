// Squares of the distances of a tile of rows from eight points, two rows per invocation.
// The importing shader has what row_tile asks for, and point_at as point_tile asks for it.
#import row_tile
#import point_tile

// As many as seeding up to 400 clusters tries.
const TILE_POINTS = 8u;

// Of the rows `lane` and WORKGROUP + `lane` of the tile from points 0 to 3 and 4 to 7.
struct Squares {
  a0: vec4f,
  a1: vec4f,
  b0: vec4f,
  b1: vec4f,
}

// All invocations of the workgroup call it together.
fn squares_of_tile(lane: u32, first_row: u32, first_point: u32) -> Squares {
  var a0 = vec4f();
  var a1 = vec4f();
  var b0 = vec4f();
  var b1 = vec4f();
  for (var first_column = 0u; first_column < params.cols; first_column += TILE_COLS) {
    workgroupBarrier();
    load_row_tile(lane, first_row, first_column);
    load_point_tile(lane, first_point, first_column);
    workgroupBarrier();
    for (var c = 0u; c < TILE_COLS; c++) {
      let a = row_tile[lane * ROW_STRIDE + c];
      let b = row_tile[(lane + WORKGROUP) * ROW_STRIDE + c];
      let from_a0 = a - point_tile[2u * c];
      let from_a1 = a - point_tile[2u * c + 1u];
      let from_b0 = b - point_tile[2u * c];
      let from_b1 = b - point_tile[2u * c + 1u];
      a0 = fma(from_a0, from_a0, a0);
      a1 = fma(from_a1, from_a1, a1);
      b0 = fma(from_b0, from_b0, b0);
      b1 = fma(from_b1, from_b1, b1);
    }
  }
  return Squares(a0, a1, b0, b1);
}
