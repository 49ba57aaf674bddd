// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0, each shard's
// sum over rows of g * n, then of g; 0 of an empty shard
//
// dy, x: [rows, channels]; gamma, beta: [channels]; stats: [2, channels], means then rstds; sums: [shards, 2, channels]
// `partials`: one invocation per channel and block of a shard's rows. `finish`: one workgroup per shard and channel.
// partial: [shards, blocks, 2, channels]
#import batch_norm_sums
#import pointwise
#import row_shards

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn partials(at: Invocation) {
  write_partial_sums(part_of(vector_index(at)));
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  // The whole workgroup has one shard and channel, so that the branch is uniform.
  let id = group.y * grid.x + group.x;
  let shard = id / params.channels;
  let channel = id % params.channels;
  if (shard >= params.shards) {
    return;
  }
  let both = shard_sums(lane, shard, channel);
  if (lane == 0u) {
    let to = 2u * shard * params.channels + channel;
    sums[to] = both.x;
    sums[to + params.channels] = both.y;
  }
}
