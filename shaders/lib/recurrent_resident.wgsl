// A whole sequence in one dispatch, with W_hh in registers. A workgroup has ROWS rows of one direction and all quads;
// an invocation holds four blocks of four by four weights: SLICES is depth() / 4 rounded up, DEPTH is 4 SLICES (zero
// behind a vector's end), QUADS is quads(), and ROWS is at most OUTPUTS * SLICES.
#import recurrent_turn

fn resident_block(direction: u32, share: Share, n: u32) -> mat4x4f {
  let k = share.slice + n * SLICES;
  if (k < depth()) {
    return weight_block(direction, share.output, share.quad, k);
  }
  return mat4x4f();
}

fn resident_sequence(group: vec3u, lane: u32) {
  let direction = group.y;
  let share = share_of(lane);
  let block0 = resident_block(direction, share, 0u);
  let block1 = resident_block(direction, share, 1u);
  let block2 = resident_block(direction, share, 2u);
  let block3 = resident_block(direction, share, 3u);
  // The quad of a row whose steps this invocation finishes.
  let quad = lane % QUADS;
  let own_row = lane / QUADS;
  let index = group.x * ROWS + own_row;
  let finishes = own_row < ROWS && index < params.batch;
  let row = row_of(direction, min(index, params.batch - 1u));
  var own: Own;
  var carried: vec4f;
  if (finishes) {
    keep(own_row, quad, start_row(row, quad), 0u);
    carried = carried_before(row, quad, 0u);
    own = fetch(row, quad, 0u);
  }
  workgroupBarrier();
  for (var turn = 0u; turn < turns(); turn++) {
    // Asked for a turn ahead, so that memory answers while products are made.
    var next = Own();
    if (finishes && turn + 1u < turns()) {
      next = fetch(row, quad, turn + 1u);
    }
    for (var r = 0u; r < ROWS; r++) {
      let at = r * DEPTH + share.slice;
      partials[r * INVOCATIONS + lane] =
        (multiply(block0, vectors[at]) + multiply(block1, vectors[at + SLICES])) +
        (multiply(block2, vectors[at + 2u * SLICES]) + multiply(block3, vectors[at + 3u * SLICES]));
    }
    workgroupBarrier();
    if (finishes) {
      let outcome = finish(row, quad, turn, own, carried, collect(own_row, quad));
      keep(own_row, quad, outcome.vectors, 0u);
      carried = outcome.carried;
    }
    own = next;
    workgroupBarrier();
  }
}
