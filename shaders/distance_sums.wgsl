// sums[b, n] = sum over the points p of block b of |x[n] - x[p]|, p from `first` on
//
// x: [N, D]; sums: [blocks, N]. One workgroup per tile of rows and block of points, two rows per invocation.
#import row_tile

const WORKGROUP = 64u;
const BLOCK = 256u;
// Points that a row is compared with at a time.
const TILE_POINTS = 8u;

// [column, point / 4], the four points of a vector side by side.
var<workgroup> point_tile: array<vec4f, TILE_COLS * TILE_POINTS / 4u>;

// `point` counts from the first; those past the last are the origin.
fn point_at(point: u32, column: u32) -> f32 {
  if (point < params.count && column < params.cols) {
    return x[(params.first + point) * params.cols + column];
  }
  return 0.0;
}

fn load_point_tile(lane: u32, first: u32, first_column: u32) {
  for (var i = lane; i < TILE_COLS * TILE_POINTS / 4u; i += WORKGROUP) {
    let point = first + 4u * (i / TILE_COLS);
    let column = first_column + i % TILE_COLS;
    point_tile[i % TILE_COLS * (TILE_POINTS / 4u) + i / TILE_COLS] =
      vec4f(point_at(point, column), point_at(point + 1u, column),
            point_at(point + 2u, column), point_at(point + 3u, column));
  }
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
    sum_a += distances(a0, first) + distances(a1, first + 4u);
    sum_b += distances(b0, first) + distances(b1, first + 4u);
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
