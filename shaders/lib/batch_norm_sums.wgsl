// Sums over rows of g * n and of g, with n the normalised x and g = gradient_at: first of blocks, then of shards.
//
// partial: [shards, blocks, 2, channels]. The importing shader declares WORKGROUP and imports row_shards or whole_rows.
#import batch_norm_backward
#import reduce

// One invocation per part.
fn write_partial_sums(part: Part) {
  if (part.count == 0u) {
    return;
  }
  let channel = channel_of(part.channel);
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var i = 0u; i < part.count; i++) {
    let at = part.start + i * params.channels;
    let normal = normal_at(at, channel);
    let g = gradient_at(at, normal, channel);
    gamma_sum += g * normal;
    beta_sum += g;
  }
  partial[part.to] = gamma_sum;
  partial[part.to + params.channels] = beta_sum;
}

// One workgroup per shard and channel: the sums for gamma and beta.
fn shard_sums(lane: u32, shard: u32, channel: u32) -> vec2f {
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
  return vec2f(gamma_sum, beta_sum);
}
