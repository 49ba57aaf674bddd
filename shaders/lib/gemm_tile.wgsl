// A workgroup's tile of gemm's c, through tiles of the operands in workgroup memory. The importing shader
// declares TileQuad.
#import gemm_quads
#import gemm_store
#import tile_product

fn gemm_tile(group: vec3u, grid: vec3u, lane: u32) {
  let across = (params.n + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (tile_row >= params.m) {
    return;
  }
  begin_batch(group.z);
  let steps = (params.k + DEPTH - 1u) / DEPTH;
  var sums = tile_product(lane, tile_row, tile_column, 0u, steps, params.trans_a == 0u, params.trans_b == 1u);

  for (var j = 0u; j < 4u; j++) {
    let column = tile_column + product_column(lane) + j;
    if (column >= params.n) {
      break;
    }
    let add = bias_at(group.z, column);
    for (var i = 0u; i < 8u; i++) {
      let row = tile_row + product_row(lane) + i;
      if (row < params.m) {
        store_sum(group.z, row, column, sums[i][j] + add);
      }
    }
  }
}
