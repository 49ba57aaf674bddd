// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dgamma[c] = sum over rows of g * n,  dbeta[c] = sum over rows of g
//
// dy, x: [rows, channels]; gamma, beta, dgamma, dbeta: [channels]; stats: [2, channels], means then rstds.
// `partials`: one invocation per channel and block of rows. `finish`: one workgroup per channel.
// partial: [blocks, 2, channels]
#import reduce

const WORKGROUP = 64u;
// Rows of one partial sum.
override ROW_BLOCK: u32;

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let id = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let channel = id % params.channels;
  let block = id / params.channels;
  if (block * ROW_BLOCK >= params.rows) {
    return;
  }
  let start = block * ROW_BLOCK * params.channels + channel;
  let rows = min(params.rows - block * ROW_BLOCK, ROW_BLOCK);
  let mean = stats[channel];
  let rstd = stats[params.channels + channel];
  let scale = gamma[channel];
  let shift = beta[channel];
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var i = 0u; i < rows; i++) {
    let at = start + i * params.channels;
    let normal = (x[at] - mean) * rstd;
    let g = select(dy[at], 0.0, params.relu != 0u && normal * scale + shift <= 0.0);
    gamma_sum += g * normal;
    beta_sum += g;
  }
  partial[2u * block * params.channels + channel] = gamma_sum;
  partial[(2u * block + 1u) * params.channels + channel] = beta_sum;
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  let channel = group.y * grid.x + group.x;
  // The whole workgroup has one channel, so this is uniform.
  if (channel >= params.channels) {
    return;
  }
  let blocks = (params.rows + ROW_BLOCK - 1u) / ROW_BLOCK;
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    gamma_sum += partial[2u * block * params.channels + channel];
    beta_sum += partial[(2u * block + 1u) * params.channels + channel];
  }
  gamma_sum = workgroup_sum(lane, gamma_sum);
  beta_sum = workgroup_sum(lane, beta_sum);
  if (lane == 0u) {
    dgamma[channel] = gamma_sum;
    dbeta[channel] = beta_sum;
  }
}
