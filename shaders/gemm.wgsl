// c = activation(op(a) op(b) + bias) (+ c), for each matrix of a batch.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// For processors whose lanes are invocations: registers hold the tiles, no workgroup memory. All
// invocations of a workgroup have the same ROWS rows and read the same elements of a; each has
// COLUMNS columns of c, LANES apart. Workgroups: tiles in a line over x and y, batches in z.
#import gemm_activation

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

const ROWS = 8u;
const COLUMNS = 4u;
override LANES: u32;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let across = (params.n + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
  let tile = group.y * grid.x + group.x;
  let first_row = tile / across * ROWS;
  if (first_row >= params.m) {
    return;
  }
  let first_column = tile % across * COLUMNS * LANES + lane;
  let a_row = select(params.lda, 1u, params.trans_a == 1u);
  let a_step = select(1u, params.lda, params.trans_a == 1u);
  let b_column = select(1u, params.ldb, params.trans_b == 1u);
  let b_step = select(params.ldb, 1u, params.trans_b == 1u);

  // Rows and columns past the end repeat the last one, and are not stored.
  let a_start = params.a_offset + group.z * params.a_stride;
  let b_start = params.b_offset + group.z * params.b_stride;
  var a_index: array<u32, ROWS>;
  for (var i = 0u; i < ROWS; i++) {
    a_index[i] = a_start + min(first_row + i, params.m - 1u) * a_row;
  }
  var b_index: array<u32, COLUMNS>;
  for (var j = 0u; j < COLUMNS; j++) {
    b_index[j] = b_start + min(first_column + j * LANES, params.n - 1u) * b_column;
  }

  var sums: array<vec4f, ROWS>;
  for (var p = 0u; p < params.k; p++) {
    let at = p * b_step;
    let columns = vec4f(b[b_index[0] + at], b[b_index[1] + at], b[b_index[2] + at], b[b_index[3] + at]);
    for (var i = 0u; i < ROWS; i++) {
      sums[i] += a[a_index[i] + p * a_step] * columns;
    }
  }

  let c_start = params.c_offset + group.z * params.c_stride;
  for (var j = 0u; j < COLUMNS; j++) {
    let column = first_column + j * LANES;
    if (column >= params.n) {
      break;
    }
    var add = 0.0;
    if (params.has_bias == 1u) {
      add = bias[group.z * params.bias_stride + column];
    }
    for (var i = 0u; i < ROWS; i++) {
      if (first_row + i < params.m) {
        let index = c_start + (first_row + i) * params.ldc + column;
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
