// Tiles of points that rows are compared with. The importing shader imports row_tile or declares its TILE_COLS, and declares
// WORKGROUP, TILE_POINTS, a multiple of 4, and point_at(point, column), which is 0 past the last point and column.

// [column, point / 4], the four points of a vector side by side.
var<workgroup> point_tile: array<vec4f, TILE_COLS * TILE_POINTS / 4u>;

fn load_point_tile(lane: u32, first: u32, first_column: u32) {
  for (var i = lane; i < TILE_COLS * TILE_POINTS / 4u; i += WORKGROUP) {
    // Neighbouring invocations read neighbouring columns of one point.
    let c = i % TILE_COLS;
    let four = i / TILE_COLS;
    let point = first + 4u * four;
    let column = first_column + c;
    point_tile[c * (TILE_POINTS / 4u) + four] =
      vec4f(point_at(point, column), point_at(point + 1u, column),
            point_at(point + 2u, column), point_at(point + 3u, column));
  }
}
