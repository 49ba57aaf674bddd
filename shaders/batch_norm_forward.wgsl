// y[n, c] = (x[n, c] - mean[c]) * rstd[c] * gamma[c] + beta[c], then max(0, y) with relu = 1
//
// x, y: [rows, channels]; gamma, beta: [channels]; stats: [2, channels], means then rstds;
// running: [2, channels], means then variances.
// `partials`: one invocation per channel and block of rows. `finish`: one workgroup per channel adds the blocks.
// Then batch_norm_normalize.wgsl writes y.
// partial: [blocks, 2, channels]: each block's mean and sum of squared deviations from it.
#import batch_norm_moments
#import pointwise
#import whole_rows

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn partials(at: Invocation) {
  write_partial_moments(part_of(vector_index(at)));
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  // The whole workgroup has one channel, so this is uniform.
  let channel = group.y * grid.x + group.x;
  if (channel >= params.channels) {
    return;
  }
  let both = shard_moments(lane, 0u, channel);
  if (lane == 0u) {
    let mean = both.x;
    let squares = both.y;
    let rows = f32(params.rows);
    stats[channel] = mean;
    stats[params.channels + channel] = 1.0 / sqrt(squares / rows + params.epsilon);
    let unbiased = squares / max(rows - 1.0, 1.0);
    running[channel] += params.momentum * (mean - running[channel]);
    running[params.channels + channel] += params.momentum * (unbiased - running[params.channels + channel]);
  }
}
