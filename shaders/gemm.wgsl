// c = op(a) op(b) + bias (+ c), for each matrix of a batch.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// For software adapters, see lib/lane_tile.wgsl. Workgroups: tiles in a line over x and y, batches in z.
#import gemm_store
#import lane_tile

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(subgroup_invocation_id) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let across = (params.n + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
  let tile = group.y * grid.x + group.x;
  let first_row = tile / across * BLOCKS * LANES;
  if (first_row >= params.m) {
    return;
  }
  let first_column = tile % across * COLUMNS * LANES + lane;
  let a_row = select(params.lda, 1u, params.trans_a == 1u);
  let a_step = select(1u, params.lda, params.trans_a == 1u);
  let b_column = select(1u, params.ldb, params.trans_b == 1u);
  let b_step = select(params.ldb, 1u, params.trans_b == 1u);

  // Rows and columns past the end repeat the last one, and are not stored.
  var a_index: vec4u;
  for (var i = 0u; i < BLOCKS; i++) {
    let row = min(first_row + i * LANES + lane, params.m - 1u);
    a_index[i] = params.a_offset + group.z * params.a_stride + row * a_row;
  }
  var b_index: array<vec4u, MAX_QUADS>;
  for (var j = 0u; j < QUADS; j++) {
    let columns = min(first_column + (4u * j + vec4u(0, 1, 2, 3)) * LANES, vec4u(params.n - 1u));
    b_index[j] = params.b_offset + group.z * params.b_stride + columns * b_column;
  }

  for (var p = 0u; p < params.k; p++) {
    var left: vec4f;
    for (var i = 0u; i < BLOCKS; i++) {
      left[i] = a[a_index[i] + p * a_step];
    }
    var right: Columns;
    for (var j = 0u; j < QUADS; j++) {
      let at = b_index[j] + p * b_step;
      right[j] = vec4f(b[at.x], b[at.y], b[at.z], b[at.w]);
    }
    add_products(left, right);
  }

  let rows = min(BLOCKS * LANES, params.m - first_row);
  for (var j = 0u; j < COLUMNS; j++) {
    let column = first_column + j * LANES;
    if (column >= params.n) {
      break;
    }
    let add = bias_at(group.z, column);
    for (var i = 0u; i < rows; i++) {
      store_sum(group.z, first_row + i, column, tile_sum(i, j) + add);
    }
  }
}
