// distance[t, n] = min(closest[n], sum_d (x[n, d] - source[index[t], d])^2), sums[t, b] = sum over block b
//
// x: [N, D]; source: [points, D]; index: [T]; closest: [padded]; distance: [T, padded], zero past N;
// sums: [T, padded / BLOCK]. `main`: one workgroup per tile of rows, two rows per invocation.
// `block_sums`: one workgroup per sum.
#import reduce
#import row_tile

const WORKGROUP = 64u;
const BLOCK = 256u;
// Points that a row is compared with at a time: as many as seeding up to 400 clusters tries.
const TILE_POINTS = 8u;

// [column, point / 4], the four points of a vector side by side.
var<workgroup> point_tile: array<vec4f, TILE_COLS * TILE_POINTS / 4u>;

fn padded_rows() -> u32 {
  return (params.rows + BLOCK - 1u) / BLOCK * BLOCK;
}

fn point_at(candidate: u32, column: u32) -> f32 {
  if (candidate < params.candidates && column < params.cols) {
    let point = index[candidate];
    // A point that does not exist counts as the origin.
    if (point < params.points) {
      return source[point * params.cols + column];
    }
  }
  return 0.0;
}

fn load_point_tile(lane: u32, first: u32, first_column: u32) {
  for (var i = lane; i < TILE_COLS * TILE_POINTS / 4u; i += WORKGROUP) {
    let c = i % TILE_COLS;
    let candidate = first + 4u * (i / TILE_COLS);
    let column = first_column + c;
    point_tile[c * (TILE_POINTS / 4u) + i / TILE_COLS] =
      vec4f(point_at(candidate, column), point_at(candidate + 1u, column),
            point_at(candidate + 2u, column), point_at(candidate + 3u, column));
  }
}

fn put(row: u32, first: u32, squares: vec4f) {
  let padded = padded_rows();
  if (row >= padded) {
    return;
  }
  let inside = row < params.rows;
  for (var i = 0u; i < 4u && first + i < params.candidates; i++) {
    distance[(first + i) * padded + row] = select(0.0, min(closest[row], squares[i]), inside);
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let first_row = (group.y * grid.x + group.x) * TILE_ROWS;
  if (first_row >= padded_rows()) {
    return;
  }
  for (var first = 0u; first < params.candidates; first += TILE_POINTS) {
    var a0 = vec4f();
    var a1 = vec4f();
    var b0 = vec4f();
    var b1 = vec4f();
    for (var first_column = 0u; first_column < params.cols; first_column += TILE_COLS) {
      workgroupBarrier();
      load_row_tile(lane, first_row, first_column);
      load_point_tile(lane, first, first_column);
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
    let row = first_row + lane;
    put(row, first, a0);
    put(row, first + 4u, a1);
    put(row + WORKGROUP, first, b0);
    put(row + WORKGROUP, first + 4u, b1);
  }
}

@compute @workgroup_size(WORKGROUP)
fn block_sums(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
              @builtin(num_workgroups) grid: vec3u) {
  let i = group.y * grid.x + group.x;
  let padded = padded_rows();
  let blocks = padded / BLOCK;
  if (i >= params.candidates * blocks) {
    return;
  }
  // Padding is zero, so a block is always whole.
  let start = i / blocks * padded + i % blocks * BLOCK;
  var total = 0.0;
  for (var n = lane; n < BLOCK; n += WORKGROUP) {
    total += distance[start + n];
  }
  total = workgroup_sum(lane, total);
  if (lane == 0u) {
    sums[i] = total;
  }
}
