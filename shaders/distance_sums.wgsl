// sums[b, n] = sum over the points p of block b of |x[n] - x[p]|, p from `first` on
//
// x: [N, D]; sums: [blocks, N]. One workgroup per tile of rows and block of points, two rows per invocation.
#import point_distances

const WORKGROUP = 64u;
const BLOCK = 256u;

// `point` counts from the first; those past the last are the origin.
fn point_at(point: u32, column: u32) -> f32 {
  if (point < params.count && column < params.cols) {
    return x[(params.first + point) * params.cols + column];
  }
  return 0.0;
}

// The distances of four points, of which those past the last count nothing.
fn distances(squares: vec4f, first: u32) -> vec4f {
  return select(vec4f(), sqrt(squares), first + vec4u(0u, 1u, 2u, 3u) < vec4u(params.count));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let tiles = (params.rows + TILE_ROWS - 1u) / TILE_ROWS;
  let task = group.y * grid.x + group.x;
  let block = task / tiles;
  if (block * BLOCK >= params.count) {
    return;
  }
  let first_row = task % tiles * TILE_ROWS;
  let end = min(params.count, (block + 1u) * BLOCK);
  var sum_a = vec4f();
  var sum_b = vec4f();
  for (var first = block * BLOCK; first < end; first += TILE_POINTS) {
    let squares = squares_of_tile(lane, first_row, first);
    sum_a += distances(squares.a0, first) + distances(squares.a1, first + 4u);
    sum_b += distances(squares.b0, first) + distances(squares.b1, first + 4u);
  }
  let row_a = first_row + lane;
  let row_b = row_a + WORKGROUP;
  if (row_a < params.rows) {
    sums[block * params.rows + row_a] = (sum_a.x + sum_a.y) + (sum_a.z + sum_a.w);
  }
  if (row_b < params.rows) {
    sums[block * params.rows + row_b] = (sum_b.x + sum_b.y) + (sum_b.z + sum_b.w);
  }
}
