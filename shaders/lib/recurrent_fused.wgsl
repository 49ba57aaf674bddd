// One turn in one dispatch: a workgroup has ROWS rows and QUADS quads of one direction. It brings the vectors into
// workgroup memory DEPTH quads at a time. No workgroup reads what another one writes in the same turn, so that each
// turn waits for the one before and for nothing else.
#import recurrent_product_quads
#import recurrent_finish

fn fused_turn(group: vec3u, lane: u32) {
  let direction = group.z;
  let first_row = group.y * ROWS;
  let first_quad = group.x * QUADS;
  var share = share_of(lane);
  share.quad += first_quad;
  var sums: RowSums;
  let total = product_depth(params.step);
  let chunks = (total + DEPTH - 1u) / DEPTH;
  for (var chunk = 0u; chunk < chunks; chunk++) {
    let first = chunk * DEPTH;
    let loads = (ROWS * DEPTH + INVOCATIONS - 1u) / INVOCATIONS;
    for (var n = 0u; n < loads; n++) {
      let at = n * INVOCATIONS + lane;
      let index = first_row + at / DEPTH;
      let k = first + at % DEPTH;
      if (at < ROWS * DEPTH && index < params.batch && k < total) {
        vectors[at] = vector_quad(vector_start(row_of(direction, index), params.step), k);
      }
    }
    workgroupBarrier();
    add_products(&sums, direction, share, first, min(DEPTH, total - first), 0u);
    workgroupBarrier();
  }
  finish_rows(&sums, direction, first_row, first_quad, lane);
}
