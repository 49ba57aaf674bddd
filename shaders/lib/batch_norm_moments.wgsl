// Means, and sums of squared deviations from them: first of blocks, then of shards.
//
// partial: [shards, blocks, 2, channels]. The importing shader declares WORKGROUP and imports row_shards or whole_rows.
#import reduce

// One invocation per part.
fn write_partial_moments(part: Part) {
  if (part.count == 0u) {
    return;
  }
  // One pass over differences from the first row. That is safe: no value of a sample is more than
  // sqrt(rows) of its standard deviations from its mean, so the subtraction loses five bits at most.
  let shift = x[part.start];
  var total = 0.0;
  var squares = 0.0;
  for (var i = 1u; i < part.count; i++) {
    let difference = x[part.start + i * params.channels] - shift;
    total += difference;
    squares += difference * difference;
  }
  let mean = total / f32(part.count);
  partial[part.to] = shift + mean;
  partial[part.to + params.channels] = max(squares - total * mean, 0.0);
}

// One workgroup per channel and shard that has rows: its mean and sum of squares.
fn shard_moments(lane: u32, shard: u32, channel: u32) -> vec2f {
  let blocks = shard_blocks(shard);
  // Sums of differences from one block's mean keep the digits of a mean far from zero.
  let shift = partial[partial_at(shard, 0u, channel)];
  var total = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    total += f32(block_rows(shard, block)) * (partial[partial_at(shard, block, channel)] - shift);
  }
  let mean = shift + workgroup_sum(lane, total) / f32(shard_rows(shard));

  var squares = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    let at = partial_at(shard, block, channel);
    let difference = partial[at] - mean;
    squares += partial[at + params.channels] + f32(block_rows(shard, block)) * difference * difference;
  }
  return vec2f(mean, workgroup_sum(lane, squares));
}
