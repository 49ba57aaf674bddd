// distance[t, n] = min(closest[n], sum_d (x[n, d] - source[index[t], d])^2), sums[t, b] = sum over block b
//
// x: [N, D]; source: [points, D]; index: [T]; closest: [padded]; distance: [T, padded], zero past N;
// sums: [T, padded / BLOCK]. `main`: one workgroup per tile of rows, two rows per invocation.
// `block_sums`: one workgroup per sum.
#import point_distances
#import reduce

const WORKGROUP = 64u;
const BLOCK = 256u;

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
    let squares = squares_of_tile(lane, first_row, first);
    let row = first_row + lane;
    put(row, first, squares.a0);
    put(row, first + 4u, squares.a1);
    put(row + WORKGROUP, first, squares.b0);
    put(row + WORKGROUP, first + 4u, squares.b1);
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
