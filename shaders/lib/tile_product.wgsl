// A TILE x TILE tile of a matrix product for a workgroup of WORKGROUP invocations.
//
// The workgroup walks over k in steps of DEPTH, through tiles of both operands in workgroup memory;
// an invocation has 8 rows and 4 columns of the result in registers. The importing shader declares
//   alias TileQuad = vec4f;                   or vec4h: how workgroup memory holds the operands
//   fn a_quad(row: u32, k: u32) -> vec4f      elements of rows row .. row + 3 at k
//   fn b_quad(k: u32, column: u32) -> vec4f   elements of columns column .. column + 3 at k
// which return zero for rows, columns and k that do not exist. Sums are float32.

const TILE = 64u;
const DEPTH = 16u;
const WORKGROUP = 128u;
const QUADS = TILE / 4u;
// vec4s along a row of a tile, with one to spare so that writes down a column meet different banks.
const PITCH = QUADS + 1u;

var<workgroup> a_tile: array<TileQuad, DEPTH * PITCH>;
var<workgroup> b_tile: array<TileQuad, DEPTH * PITCH>;

// Which vec4 of a tile an invocation loads: neighbours lie along k or across it, as the operand in memory.
struct TileSlot {
  quad: u32,
  depth: u32,
}

fn tile_slot(lane: u32, turn: u32, along_k: bool) -> TileSlot {
  if (along_k) {
    return TileSlot(lane / DEPTH + turn * (WORKGROUP / DEPTH), lane % DEPTH);
  }
  return TileSlot(lane % QUADS, lane / QUADS + turn * (WORKGROUP / QUADS));
}

// Where an invocation's part of the tile begins.
fn product_row(lane: u32) -> u32 {
  return lane / QUADS * 8u;
}

fn product_column(lane: u32) -> u32 {
  return lane % QUADS * 4u;
}

// The invocation's rows, each four columns, of the sum over k in [first, first + steps * DEPTH).
// Every invocation of the workgroup must call this with the same arguments but lane.
fn tile_product(lane: u32, tile_row: u32, tile_column: u32, first: u32, steps: u32, a_along_k: bool,
                b_along_k: bool) -> array<vec4f, 8> {
  let row = lane / QUADS * 2u;
  let column = lane % QUADS;
  var sums: array<vec4f, 8>;
  for (var step = 0u; step < steps; step++) {
    let k = first + step * DEPTH;
    for (var turn = 0u; turn < 2u; turn++) {
      let a_at = tile_slot(lane, turn, a_along_k);
      a_tile[a_at.depth * PITCH + a_at.quad] =
        TileQuad(a_quad(tile_row + 4u * a_at.quad, k + a_at.depth));
      let b_at = tile_slot(lane, turn, b_along_k);
      b_tile[b_at.depth * PITCH + b_at.quad] =
        TileQuad(b_quad(k + b_at.depth, tile_column + 4u * b_at.quad));
    }
    workgroupBarrier();
    for (var p = 0u; p < DEPTH; p++) {
      let low = vec4f(a_tile[p * PITCH + row]);
      let high = vec4f(a_tile[p * PITCH + row + 1u]);
      let columns = vec4f(b_tile[p * PITCH + column]);
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
  return sums;
}
