// c = activation(op(a) op(b) + bias) (+ c), for each matrix of a batch: for GPUs.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// A workgroup has one tile of c. Workgroups: tiles in a line over x and y, batches in z.
#import gemm_activation
#import tile_product

struct Params {
  batch: u32,
  m: u32,
  n: u32,
  k: u32,
  trans_a: u32,
  trans_b: u32,
  lda: u32,
  ldb: u32,
  ldc: u32,
  a_offset: u32,
  b_offset: u32,
  c_offset: u32,
  a_stride: u32,
  b_stride: u32,
  c_stride: u32,
  bias_stride: u32,
  has_bias: u32,
  activation: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> c: array<f32>;

// Where this workgroup's matrices begin.
var<private> a_start: u32;
var<private> b_start: u32;

fn a_quad(row: u32, k: u32) -> vec4f {
  var quad = vec4f();
  for (var i = 0u; i < 4u; i++) {
    if (row + i < params.m && k < params.k) {
      quad[i] = a[a_start + select((row + i) * params.lda + k, k * params.lda + row + i, params.trans_a == 1u)];
    }
  }
  return quad;
}

fn b_quad(k: u32, column: u32) -> vec4f {
  var quad = vec4f();
  for (var j = 0u; j < 4u; j++) {
    if (column + j < params.n && k < params.k) {
      quad[j] = b[b_start + select(k * params.ldb + column + j, (column + j) * params.ldb + k, params.trans_b == 1u)];
    }
  }
  return quad;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let across = (params.n + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (tile_row >= params.m) {
    return;
  }
  a_start = params.a_offset + group.z * params.a_stride;
  b_start = params.b_offset + group.z * params.b_stride;
  let steps = (params.k + DEPTH - 1u) / DEPTH;
  var sums = tile_product(lane, tile_row, tile_column, 0u, steps, params.trans_a == 0u, params.trans_b == 1u);

  let c_start = params.c_offset + group.z * params.c_stride;
  for (var j = 0u; j < 4u; j++) {
    let column = tile_column + product_column(lane) + j;
    if (column >= params.n) {
      break;
    }
    var add = 0.0;
    if (params.has_bias == 1u) {
      add = bias[group.z * params.bias_stride + column];
    }
    for (var i = 0u; i < 8u; i++) {
      let row = tile_row + product_row(lane) + i;
      if (row < params.m) {
        let index = c_start + row * params.ldc + column;
        let value = activate(params.activation, sums[i][j] + add);
        if (params.accumulate == 1u) {
          c[index] += value;
        } else {
          c[index] = value;
        }
      }
    }
  }
}
