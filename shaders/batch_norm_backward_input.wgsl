// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dx = gamma * rstd * (g - dbeta / total - n * dgamma / total)
//
// dy, x, dx: [rows, channels]; gamma, beta, dgamma, dbeta: [channels]; stats: [2, channels], means then rstds.
// One invocation per channel and block of rows.

const WORKGROUP = 64u;
// Rows of one invocation.
override ROW_BLOCK: u32;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
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
  let mean_gn = dgamma[channel] / f32(params.total);
  let mean_g = dbeta[channel] / f32(params.total);
  for (var i = 0u; i < rows; i++) {
    let at = start + i * params.channels;
    let normal = (x[at] - mean) * rstd;
    let g = select(dy[at], 0.0, params.relu != 0u && normal * scale + shift <= 0.0);
    dx[at] = scale * rstd * (g - mean_g - normal * mean_gn);
  }
}
