// One turn in one dispatch, for processors whose lanes are invocations in subgroups of eight: a load costs as much for
// one value in all lanes as for a value in each, so that each lane loads another row's vector and broadcasts it.
// ROWS is 8 or 16, SLICES is 1, and QUADS a multiple of 8.
enable subgroups;
#import recurrent_finish

fn add_eight_rows(sums: ptr<function, RowSums>, first: u32, block: mat4x4f, row_of_lane: vec4f) {
  (*sums)[first] += multiply(block, subgroupBroadcast(row_of_lane, 0u));
  (*sums)[first + 1u] += multiply(block, subgroupBroadcast(row_of_lane, 1u));
  (*sums)[first + 2u] += multiply(block, subgroupBroadcast(row_of_lane, 2u));
  (*sums)[first + 3u] += multiply(block, subgroupBroadcast(row_of_lane, 3u));
  (*sums)[first + 4u] += multiply(block, subgroupBroadcast(row_of_lane, 4u));
  (*sums)[first + 5u] += multiply(block, subgroupBroadcast(row_of_lane, 5u));
  (*sums)[first + 6u] += multiply(block, subgroupBroadcast(row_of_lane, 6u));
  (*sums)[first + 7u] += multiply(block, subgroupBroadcast(row_of_lane, 7u));
}

fn turn_in_lanes(group: vec3u, lane: u32, subgroup_lane: u32) {
  let direction = group.z;
  let first_row = group.y * ROWS;
  let first_quad = group.x * QUADS;
  let share = share_of(lane);
  // Quads and rows past the end repeat the last one, and are not finished.
  let quad = min(first_quad + share.quad, quads() - 1u);
  let last_row = params.batch - 1u;
  let low = vector_start(row_of(direction, min(first_row + subgroup_lane, last_row)), params.step);
  let high = vector_start(row_of(direction, min(first_row + 8u + subgroup_lane, last_row)), params.step);
  var sums: RowSums;
  let count = product_depth(params.step);
  for (var k = 0u; k < count; k++) {
    let block = weight_block(direction, share.output, quad, k);
    add_eight_rows(&sums, 0u, block, vector_quad(low, k));
    if (ROWS > 8u) {
      add_eight_rows(&sums, 8u, block, vector_quad(high, k));
    }
  }
  finish_rows(&sums, direction, first_row, first_quad, lane);
}
