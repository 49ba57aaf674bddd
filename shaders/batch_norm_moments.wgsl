// Each shard's mean of every channel, and its sum of squared deviations from that; 0 of an empty shard.
//
// x: [rows, channels]; moments: [shards, 2, channels]
// `partials`: one invocation per channel and block of a shard's rows.
// `finish`: one workgroup per shard and channel adds the blocks.
// partial: [shards, blocks, 2, channels]: each block's mean and sum of squared deviations from it.
#import reduce
#import row_shards

const WORKGROUP = 64u;
// Rows of one invocation.
override ROW_BLOCK: u32;

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let part = part_of((group.y * grid.x + group.x) * WORKGROUP + lane);
  if (part.count == 0u) {
    return;
  }
  // One pass over differences from the first row, as in batch_norm_forward.wgsl.
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

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  // The whole workgroup has one shard and channel, so that branches are uniform.
  let id = group.y * grid.x + group.x;
  let shard = id / params.channels;
  let channel = id % params.channels;
  if (shard >= params.shards) {
    return;
  }
  let to = 2u * shard * params.channels + channel;
  let rows = shard_rows(shard);
  if (rows == 0u) {
    if (lane == 0u) {
      moments[to] = 0.0;
      moments[to + params.channels] = 0.0;
    }
    return;
  }
  let blocks = shard_blocks(shard);
  // Sums of differences from one block's mean keep the digits of a mean far from zero.
  let shift = partial[partial_at(shard, 0u, channel)];
  var total = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    let size = f32(min(rows - block * ROW_BLOCK, ROW_BLOCK));
    total += size * (partial[partial_at(shard, block, channel)] - shift);
  }
  let mean = shift + workgroup_sum(lane, total) / f32(rows);

  var squares = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    let size = f32(min(rows - block * ROW_BLOCK, ROW_BLOCK));
    let at = partial_at(shard, block, channel);
    let difference = partial[at] - mean;
    squares += partial[at + params.channels] + size * difference * difference;
  }
  squares = workgroup_sum(lane, squares);
  if (lane == 0u) {
    moments[to] = mean;
    moments[to + params.channels] = squares;
  }
}
