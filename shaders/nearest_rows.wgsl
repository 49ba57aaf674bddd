// For each query q the `keep` points c with the greatest sum_d q[d] c[d] - half_norms[c], descending, of equals the
// smaller number first.
//
// queries: [M, D]; x: [N, D]; half_norms: [N]; index, score: [M, keep].
// One workgroup per tile of queries, two queries per invocation, against all points, a tile of them at a time. Each
// invocation keeps its queries' best points as heaps in `index` and `score`, the worst at the root, and sorts them in
// the end.
#import heap
#import point_tile

const WORKGROUP = 64u;
const TILE_ROWS = 2u * WORKGROUP;
const TILE_COLS = 16u;
// One more than a row's elements, so that neighbouring invocations meet different memory banks.
const ROW_STRIDE = TILE_COLS + 1u;
// Points that a query is compared with at a time: four vectors of sums in registers.
const TILE_POINTS = 16u;

var<workgroup> row_tile: array<f32, TILE_ROWS * ROW_STRIDE>;

// Columns past x become zero; queries past the last are not touched.
fn load_row_tile(lane: u32, first_row: u32, first_column: u32) {
  let rows = min(params.rows - first_row, TILE_ROWS);
  for (var i = lane; i < rows * TILE_COLS; i += WORKGROUP) {
    let column = first_column + i % TILE_COLS;
    var value = 0.0;
    if (column < params.cols) {
      value = queries[(first_row + i / TILE_COLS) * params.cols + column];
    }
    row_tile[i / TILE_COLS * ROW_STRIDE + i % TILE_COLS] = value;
  }
}

fn point_at(point: u32, column: u32) -> f32 {
  if (point < params.points && column < params.cols) {
    return x[point * params.cols + column];
  }
  return 0.0;
}

fn offer_four(row: u32, products: vec4f, first_point: u32) {
  for (var i = 0u; i < 4u; i++) {
    let point = first_point + i;
    if (point < params.points && !(params.own != 0u && point == row)) {
      heap_offer(row * params.keep, products[i] - half_norms[point], point);
    }
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let first_row = params.start + (group.y * grid.x + group.x) * TILE_ROWS;
  if (first_row >= params.rows) {
    return;
  }
  let row_a = first_row + lane;
  let row_b = row_a + WORKGROUP;
  if (row_a < params.rows) {
    heap_begin(row_a * params.keep);
  }
  if (row_b < params.rows) {
    heap_begin(row_b * params.keep);
  }
  for (var first_point = 0u; first_point < params.points; first_point += TILE_POINTS) {
    var a0 = vec4f();
    var a1 = vec4f();
    var a2 = vec4f();
    var a3 = vec4f();
    var b0 = vec4f();
    var b1 = vec4f();
    var b2 = vec4f();
    var b3 = vec4f();
    for (var first_column = 0u; first_column < params.cols; first_column += TILE_COLS) {
      workgroupBarrier();
      load_row_tile(lane, first_row, first_column);
      load_point_tile(lane, first_point, first_column);
      workgroupBarrier();
      for (var c = 0u; c < TILE_COLS; c++) {
        let a = vec4f(row_tile[lane * ROW_STRIDE + c]);
        let b = vec4f(row_tile[(lane + WORKGROUP) * ROW_STRIDE + c]);
        let c0 = point_tile[4u * c];
        let c1 = point_tile[4u * c + 1u];
        let c2 = point_tile[4u * c + 2u];
        let c3 = point_tile[4u * c + 3u];
        a0 = fma(a, c0, a0);
        a1 = fma(a, c1, a1);
        a2 = fma(a, c2, a2);
        a3 = fma(a, c3, a3);
        b0 = fma(b, c0, b0);
        b1 = fma(b, c1, b1);
        b2 = fma(b, c2, b2);
        b3 = fma(b, c3, b3);
      }
    }
    if (row_a < params.rows) {
      offer_four(row_a, a0, first_point);
      offer_four(row_a, a1, first_point + 4u);
      offer_four(row_a, a2, first_point + 8u);
      offer_four(row_a, a3, first_point + 12u);
    }
    if (row_b < params.rows) {
      offer_four(row_b, b0, first_point);
      offer_four(row_b, b1, first_point + 4u);
      offer_four(row_b, b2, first_point + 8u);
      offer_four(row_b, b3, first_point + 12u);
    }
  }
  if (row_a < params.rows) {
    heap_sort(row_a * params.keep);
  }
  if (row_b < params.rows) {
    heap_sort(row_b * params.keep);
  }
}
