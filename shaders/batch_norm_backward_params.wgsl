// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dgamma[c] = sum over rows of g * n,  dbeta[c] = sum over rows of g
//
// dy, x: [rows, channels]; gamma, beta, dgamma, dbeta: [channels]; stats: [2, channels], means then rstds.
// `partials`: one invocation per channel and block of rows. `finish`: one workgroup per channel.
// partial: [blocks, 2, channels]
#import batch_norm_sums
#import pointwise
#import whole_rows

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn partials(at: Invocation) {
  write_partial_sums(part_of(vector_index(at)));
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  // The whole workgroup has one channel, so this is uniform.
  let channel = group.y * grid.x + group.x;
  if (channel >= params.channels) {
    return;
  }
  let sums = shard_sums(lane, 0u, channel);
  if (lane == 0u) {
    dgamma[channel] = sums.x;
    dbeta[channel] = sums.y;
  }
}
