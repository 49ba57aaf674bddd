// Finishes a turn whose sums are in registers, ROUND rows at a time.
#import recurrent_turn

fn finish_rows(sums: ptr<function, RowSums>, direction: u32, first_row: u32, first_quad: u32, lane: u32) {
  let turn = params.step;
  let rounds = (min(ROWS, params.batch - first_row) + ROUND - 1u) / ROUND;
  for (var round = 0u; round < rounds; round++) {
    // Over all rows, so that each sum has a register of its own although the rounds are not unrolled.
    for (var r = 0u; r < ROWS; r++) {
      if (r / ROUND == round) {
        partials[r % ROUND * INVOCATIONS + lane] = (*sums)[r];
      }
    }
    workgroupBarrier();
    let tasks = (ROUND * QUADS + INVOCATIONS - 1u) / INVOCATIONS;
    for (var n = 0u; n < tasks; n++) {
      let task = n * INVOCATIONS + lane;
      let round_row = task / QUADS;
      let quad = first_quad + task % QUADS;
      let index = first_row + round * ROUND + round_row;
      if (round_row < ROUND && index < params.batch && quad < quads()) {
        let row = row_of(direction, index);
        let own = fetch(row, quad, turn);
        let carried = carried_before(row, quad, turn);
        _ = finish(row, quad, turn, own, carried, collect(round_row, task % QUADS));
      }
    }
    workgroupBarrier();
  }
}
