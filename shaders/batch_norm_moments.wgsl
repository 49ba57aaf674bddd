// Each shard's mean of every channel, and its sum of squared deviations from that; 0 of an empty shard.
//
// x: [rows, channels]; moments: [shards, 2, channels]
// `partials`: one invocation per channel and block of a shard's rows.
// `finish`: one workgroup per shard and channel adds the blocks.
// partial: [shards, blocks, 2, channels]: each block's mean and sum of squared deviations from it.
#import batch_norm_moments
#import pointwise
#import row_shards

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn partials(at: Invocation) {
  write_partial_moments(part_of(vector_index(at)));
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
  var both = vec2f();
  if (shard_rows(shard) > 0u) {
    both = shard_moments(lane, shard, channel);
  }
  if (lane == 0u) {
    let to = 2u * shard * params.channels + channel;
    moments[to] = both.x;
    moments[to + params.channels] = both.y;
  }
}
