// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0, each shard's
// sum over rows of g * n, then of g; 0 of an empty shard
//
// dy, x: [rows, channels]; gamma, beta: [channels]; stats: [2, channels], means then rstds; sums: [shards, 2, channels]
// `partials`: one invocation per channel and block of a shard's rows. `finish`: one workgroup per shard and channel.
// partial: [shards, blocks, 2, channels]
#import reduce
#import row_shards

const WORKGROUP = 64u;
// Rows of one partial sum.
override ROW_BLOCK: u32;

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let part = part_of((group.y * grid.x + group.x) * WORKGROUP + lane);
  if (part.count == 0u) {
    return;
  }
  let mean = stats[part.channel];
  let rstd = stats[params.channels + part.channel];
  let scale = gamma[part.channel];
  let shift = beta[part.channel];
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var i = 0u; i < part.count; i++) {
    let at = part.start + i * params.channels;
    let normal = (x[at] - mean) * rstd;
    let g = select(dy[at], 0.0, params.relu != 0u && normal * scale + shift <= 0.0);
    gamma_sum += g * normal;
    beta_sum += g;
  }
  partial[part.to] = gamma_sum;
  partial[part.to + params.channels] = beta_sum;
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
  let blocks = shard_blocks(shard);
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    let at = partial_at(shard, block, channel);
    gamma_sum += partial[at];
    beta_sum += partial[at + params.channels];
  }
  gamma_sum = workgroup_sum(lane, gamma_sum);
  beta_sum = workgroup_sum(lane, beta_sum);
  if (lane == 0u) {
    let to = 2u * shard * params.channels + channel;
    sums[to] = gamma_sum;
    sums[to + params.channels] = beta_sum;
  }
}
