// A workgroup's tile of gemm's c, of matrices that a subgroup multiplies as a whole.
//
// The workgroup walks over k in steps of DEPTH, through tiles of both operands in workgroup memory,
// rounded to float16. Each of its four subgroups has a quarter of the tile: 2 x 2 matrices of float32
// sums. The importing shader declares, on matrices of SIDE x SIDE,
//   alias Left, Right, Sum
//   fn load_left(at: u32) -> Left          from a_tile, rows A_PITCH apart
//   fn load_right(at: u32) -> Right        from b_tile, rows B_PITCH apart
//   fn multiply_add(left: Left, right: Right, sum: Sum) -> Sum
//   fn store_matrix(at: u32, sum: Sum)     to sum_tile, rows SIDE apart
enable f16;
enable subgroups;
#import gemm_quads
#import gemm_store

// Invocations of a subgroup.
override LANES: u32;
override WORKGROUP: u32 = SUBGROUPS * LANES;

const SUBGROUPS = 4u;
const SIDE = 16u;
const TILE = 4u * SIDE;
const DEPTH = 2u * SIDE;
// float16s from row to row, with eight to spare so that rows begin in different banks.
const A_PITCH = DEPTH + 8u;
const B_PITCH = TILE + 8u;

// [TILE, DEPTH]
var<workgroup> a_tile: array<f16, TILE * A_PITCH>;
// [DEPTH, TILE]
var<workgroup> b_tile: array<f16, DEPTH * B_PITCH>;
// A matrix of each subgroup.
var<workgroup> sum_tile: array<f32, SUBGROUPS * SIDE * SIDE>;

// Neighbouring invocations load neighbours in memory: along k, or across it.
fn load_tiles(index: u32, tile_row: u32, tile_column: u32, k: u32) {
  const QUADS = TILE / 4u;
  for (var turn = 0u; turn < QUADS * DEPTH / WORKGROUP; turn++) {
    let slot = turn * WORKGROUP + index;
    let along_k = vec2u(slot / DEPTH, slot % DEPTH);
    let across_k = vec2u(slot % QUADS, slot / QUADS);
    let a_at = select(along_k, across_k, params.trans_a == 1u);
    let a_elements = a_quad(tile_row + 4u * a_at.x, k + a_at.y);
    let b_at = select(across_k, along_k, params.trans_b == 1u);
    let b_elements = b_quad(k + b_at.y, tile_column + 4u * b_at.x);
    for (var i = 0u; i < 4u; i++) {
      a_tile[(4u * a_at.x + i) * A_PITCH + a_at.y] = f16(a_elements[i]);
      b_tile[b_at.y * B_PITCH + 4u * b_at.x + i] = f16(b_elements[i]);
    }
  }
}

// Stores a matrix of each subgroup. `at` is the batch, row and column of its first element; `lane` counts
// the subgroup's invocations.
fn store_block(at: vec3u, subgroup: u32, lane: u32, sum: Sum) {
  let first = subgroup * SIDE * SIDE;
  store_matrix(first, sum);
  workgroupBarrier();
  for (var i = lane; i < SIDE * SIDE; i += LANES) {
    let row = at.y + i / SIDE;
    let column = at.z + i % SIDE;
    if (row < params.m && column < params.n) {
      store_sum(at.x, row, column, sum_tile[first + i] + bias_at(at.x, column));
    }
  }
  workgroupBarrier();
}

fn matrix_tile(group: vec3u, grid: vec3u, subgroup: u32, lane: u32) {
  let across = (params.n + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (tile_row >= params.m) {
    return;
  }
  begin_batch(group.z);
  let row = subgroup / 2u * 2u * SIDE;
  let column = subgroup % 2u * 2u * SIDE;

  var sum00: Sum;
  var sum01: Sum;
  var sum10: Sum;
  var sum11: Sum;
  for (var step = 0u; step < (params.k + DEPTH - 1u) / DEPTH; step++) {
    load_tiles(subgroup * LANES + lane, tile_row, tile_column, step * DEPTH);
    workgroupBarrier();
    for (var part = 0u; part < DEPTH / SIDE; part++) {
      let left0 = load_left(row * A_PITCH + part * SIDE);
      let left1 = load_left((row + SIDE) * A_PITCH + part * SIDE);
      let right0 = load_right(part * SIDE * B_PITCH + column);
      let right1 = load_right(part * SIDE * B_PITCH + column + SIDE);
      sum00 = multiply_add(left0, right0, sum00);
      sum01 = multiply_add(left0, right1, sum01);
      sum10 = multiply_add(left1, right0, sum10);
      sum11 = multiply_add(left1, right1, sum11);
    }
    workgroupBarrier();
  }

  let at = vec3u(group.z, tile_row + row, tile_column + column);
  store_block(at, subgroup, lane, sum00);
  store_block(at + vec3u(0, 0, SIDE), subgroup, lane, sum01);
  store_block(at + vec3u(0, SIDE, 0), subgroup, lane, sum10);
  store_block(at + vec3u(0, SIDE, SIDE), subgroup, lane, sum11);
}
