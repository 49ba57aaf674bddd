// A whole sequence in one dispatch, with W_hh read from memory in every turn, where the last level cache holds it. A
// workgroup has ROWS rows of one direction and takes QUADS quads at a time: ROUND is ROWS, which is at most
// OUTPUTS * SLICES, DEPTH is depth(), and SETS is 2: a turn reads one set of vectors and makes the other.
#import recurrent_product_quads

fn streamed_sequence(group: vec3u, lane: u32) {
  let direction = group.y;
  // The row whose steps this invocation finishes, for one quad in each pass.
  let own_row = lane / QUADS;
  let own_quad = lane % QUADS;
  let index = group.x * ROWS + own_row;
  let has_row = own_row < ROWS && index < params.batch;
  let row = row_of(direction, min(index, params.batch - 1u));
  let passes = (quads() + QUADS - 1u) / QUADS;
  for (var p = 0u; p < passes; p++) {
    let quad = p * QUADS + own_quad;
    if (has_row && quad < quads()) {
      keep(own_row, quad, start_row(row, quad), 0u);
    }
  }
  workgroupBarrier();
  for (var turn = 0u; turn < turns(); turn++) {
    let now = (turn & 1u) * ROWS * DEPTH;
    for (var p = 0u; p < passes; p++) {
      let quad = p * QUADS + own_quad;
      let finishes = has_row && quad < quads();
      // Asked for before the product, so that memory answers while it is made. (Values are written out: Dawn zeroes
      // a variable without one when the function begins, not in each iteration.)
      var own = Own();
      var carried = vec4f();
      if (finishes) {
        own = fetch(row, quad, turn);
        carried = carried_before(row, quad, turn);
      }
      var share = share_of(lane);
      share.quad += p * QUADS;
      var sums = RowSums();
      add_products(&sums, direction, share, 0u, product_depth(turn), now);
      for (var r = 0u; r < ROWS; r++) {
        partials[r * INVOCATIONS + lane] = sums[r];
      }
      workgroupBarrier();
      if (finishes) {
        let outcome = finish(row, quad, turn, own, carried, collect(own_row, own_quad));
        keep(own_row, quad, outcome.vectors, ROWS * DEPTH - now);
      }
      workgroupBarrier();
    }
  }
}
