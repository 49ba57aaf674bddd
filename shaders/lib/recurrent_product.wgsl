// The matrix product of a step: for each row of the batch and each column,
//   sum over i < count of factor(row's start + i) * W(i, column)
// W(i, column) is weight_hh[direction, column, i] where BY_ROWS (h W_hh^T), else weight_hh[direction, i, column]
// (dz W_hh). The importing shader declares `const BY_ROWS: bool`,
//   fn factor(index: u32) -> f32, fn factor_start(direction: u32, row: u32) -> u32, and
//   fn store_product(direction: u32, row: u32, column: u32, sum: f32).
// Direction: z of the grid.

fn weight_start(direction: u32, columns: u32, count: u32, column: u32) -> u32 {
  return direction * columns * count + column * select(1u, count, BY_ROWS);
}

const LANE_ROWS = 8u;
const LANE_COLUMNS = 4u;
const LANES = 32u;

// For processors whose lanes are invocations: registers hold the tiles, no workgroup memory. All invocations of a
// workgroup have the same rows and read the same factors; each has LANE_COLUMNS columns, LANES apart.
fn product_in_lanes(group: vec3u, lane: u32, columns: u32, count: u32) {
  let first_column = group.x * LANES * LANE_COLUMNS + lane;
  let first_row = group.y * LANE_ROWS;
  // Rows and columns past the end repeat the last one, and are not stored.
  var start: array<u32, LANE_ROWS>;
  for (var r = 0u; r < LANE_ROWS; r++) {
    start[r] = factor_start(group.z, min(first_row + r, params.batch - 1u));
  }
  var weight: array<u32, LANE_COLUMNS>;
  for (var j = 0u; j < LANE_COLUMNS; j++) {
    weight[j] = weight_start(group.z, columns, count, min(first_column + j * LANES, columns - 1u));
  }
  let step = select(columns, 1u, BY_ROWS);
  var sums: array<vec4f, LANE_ROWS>;
  for (var i = 0u; i < count; i++) {
    let at = i * step;
    let w = vec4f(weight_hh[weight[0] + at], weight_hh[weight[1] + at], weight_hh[weight[2] + at],
                  weight_hh[weight[3] + at]);
    for (var r = 0u; r < LANE_ROWS; r++) {
      sums[r] += factor(start[r] + i) * w;
    }
  }
  for (var r = 0u; r < LANE_ROWS; r++) {
    for (var j = 0u; j < LANE_COLUMNS; j++) {
      let column = first_column + j * LANES;
      if (first_row + r < params.batch && column < columns) {
        store_product(group.z, first_row + r, column, sums[r][j]);
      }
    }
  }
}

const TILE_ROWS = 32u;
const TILE_COLUMNS = 64u;
const TILE_DEPTH = 16u;
const TILE_INVOCATIONS = 128u;
// One more than a row of the tile, so that writes down a column meet different banks.
const ROW_PITCH = TILE_ROWS + 1u;
const COLUMN_PITCH = TILE_COLUMNS + 1u;

var<workgroup> row_tile: array<f32, TILE_DEPTH * ROW_PITCH>;
var<workgroup> column_tile: array<f32, TILE_DEPTH * COLUMN_PITCH>;
var<workgroup> row_start: array<u32, TILE_ROWS>;

// For GPUs: a workgroup walks over i through tiles in workgroup memory; an invocation has four rows and four
// columns, 8 and 16 apart.
fn product_in_tiles(group: vec3u, lane: u32, columns: u32, count: u32) {
  let first_column = group.x * TILE_COLUMNS;
  let first_row = group.y * TILE_ROWS;
  if (lane < TILE_ROWS) {
    row_start[lane] = factor_start(group.z, min(first_row + lane, params.batch - 1u));
  }
  workgroupBarrier();
  let own_column = lane % 16u;
  let own_row = lane / 16u;
  var sums: array<vec4f, 4>;
  let turns = (count + TILE_DEPTH - 1u) / TILE_DEPTH;
  for (var turn = 0u; turn < turns; turn++) {
    let begin = turn * TILE_DEPTH;
    for (var n = 0u; n < TILE_ROWS * TILE_DEPTH / TILE_INVOCATIONS; n++) {
      let row = lane / TILE_DEPTH + n * (TILE_INVOCATIONS / TILE_DEPTH);
      let depth = lane % TILE_DEPTH;
      var value = 0.0;
      if (begin + depth < count) {
        value = factor(row_start[row] + begin + depth);
      }
      row_tile[depth * ROW_PITCH + row] = value;
    }
    for (var n = 0u; n < TILE_COLUMNS * TILE_DEPTH / TILE_INVOCATIONS; n++) {
      // Neighbouring invocations read neighbouring weights.
      let by_depth = lane + n * TILE_INVOCATIONS;
      let depth = select(by_depth / TILE_COLUMNS, by_depth % TILE_DEPTH, BY_ROWS);
      let column = select(by_depth % TILE_COLUMNS, by_depth / TILE_DEPTH, BY_ROWS);
      var value = 0.0;
      if (begin + depth < count && first_column + column < columns) {
        let start = weight_start(group.z, columns, count, first_column + column);
        value = weight_hh[start + (begin + depth) * select(columns, 1u, BY_ROWS)];
      }
      column_tile[depth * COLUMN_PITCH + column] = value;
    }
    workgroupBarrier();
    for (var depth = 0u; depth < TILE_DEPTH; depth++) {
      let c = depth * COLUMN_PITCH + own_column;
      let w = vec4f(column_tile[c], column_tile[c + 16u], column_tile[c + 32u], column_tile[c + 48u]);
      for (var r = 0u; r < 4u; r++) {
        sums[r] += row_tile[depth * ROW_PITCH + own_row + 8u * r] * w;
      }
    }
    workgroupBarrier();
  }
  for (var r = 0u; r < 4u; r++) {
    for (var j = 0u; j < 4u; j++) {
      let row = first_row + own_row + 8u * r;
      let column = first_column + own_column + 16u * j;
      if (row < params.batch && column < columns) {
        store_product(group.z, row, column, sums[r][j]);
      }
    }
  }
}
