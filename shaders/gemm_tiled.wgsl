// c = activation(op(a) op(b) + bias) (+ c), for each matrix of a batch: for GPUs.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// A workgroup has a TILE x TILE tile of c and walks over k in steps of DEPTH, through tiles of a and b
// in workgroup memory; an invocation has 8 rows and 4 columns of it in registers.
// Workgroups: tiles in a line over x and y, batches in z.
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

const TILE = 64u;
const DEPTH = 16u;
const WORKGROUP = 128u;
// vec4s along a row of a tile, with one to spare so that writes down a column meet different banks.
const PITCH = TILE / 4u + 1u;
const COLUMN_GROUPS = TILE / 4u;

// Each vec4 holds four neighbouring rows of op(a), or columns of op(b), for one k.
var<workgroup> a_tile: array<vec4f, DEPTH * PITCH>;
var<workgroup> b_tile: array<vec4f, DEPTH * PITCH>;

// Which vec4 of a tile an invocation loads: along k or across it, as the matrix lies in memory.
struct Slot {
  quad: u32,
  depth: u32,
}

fn slot(lane: u32, turn: u32, contiguous_in_k: bool) -> Slot {
  if (contiguous_in_k) {
    return Slot(lane / DEPTH + turn * (WORKGROUP / DEPTH), lane % DEPTH);
  }
  return Slot(lane % COLUMN_GROUPS, lane / COLUMN_GROUPS + turn * (WORKGROUP / COLUMN_GROUPS));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let across = (params.n + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform.
  if (tile_row >= params.m) {
    return;
  }
  let a_start = params.a_offset + group.z * params.a_stride;
  let b_start = params.b_offset + group.z * params.b_stride;
  let column_group = lane % COLUMN_GROUPS;
  let row_group = lane / COLUMN_GROUPS;

  var sums: array<vec4f, 8>;
  let steps = (params.k + DEPTH - 1u) / DEPTH;
  for (var step = 0u; step < steps; step++) {
    for (var turn = 0u; turn < 2u; turn++) {
      let at = slot(lane, turn, params.trans_a == 0u);
      let p = step * DEPTH + at.depth;
      var quad = vec4f();
      for (var i = 0u; i < 4u; i++) {
        let row = tile_row + at.quad * 4u + i;
        if (row < params.m && p < params.k) {
          quad[i] = a[a_start + select(row * params.lda + p, p * params.lda + row, params.trans_a == 1u)];
        }
      }
      a_tile[at.depth * PITCH + at.quad] = quad;
    }
    for (var turn = 0u; turn < 2u; turn++) {
      let at = slot(lane, turn, params.trans_b == 1u);
      let p = step * DEPTH + at.depth;
      var quad = vec4f();
      for (var i = 0u; i < 4u; i++) {
        let column = tile_column + at.quad * 4u + i;
        if (column < params.n && p < params.k) {
          quad[i] = b[b_start + select(p * params.ldb + column, column * params.ldb + p, params.trans_b == 1u)];
        }
      }
      b_tile[at.depth * PITCH + at.quad] = quad;
    }
    workgroupBarrier();
    for (var p = 0u; p < DEPTH; p++) {
      let low = a_tile[p * PITCH + 2u * row_group];
      let high = a_tile[p * PITCH + 2u * row_group + 1u];
      let columns = b_tile[p * PITCH + column_group];
      sums[0] += low.x * columns;
      sums[1] += low.y * columns;
      sums[2] += low.z * columns;
      sums[3] += low.w * columns;
      sums[4] += high.x * columns;
      sums[5] += high.y * columns;
      sums[6] += high.z * columns;
      sums[7] += high.w * columns;
    }
    workgroupBarrier();
  }

  let c_start = params.c_offset + group.z * params.c_stride;
  for (var j = 0u; j < 4u; j++) {
    let column = tile_column + 4u * column_group + j;
    if (column >= params.n) {
      break;
    }
    var add = 0.0;
    if (params.has_bias == 1u) {
      add = bias[group.z * params.bias_stride + column];
    }
    for (var i = 0u; i < 8u; i++) {
      let row = tile_row + 8u * row_group + i;
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
