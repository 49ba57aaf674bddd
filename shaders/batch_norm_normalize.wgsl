// y[n, c] = (x[n, c] - mean[c]) * rstd[c] * gamma[c] + beta[c], then max(0, y) with relu = 1
//
// x, y: [rows, channels]; gamma, beta: [channels]; stats: [2, channels], means then rstds.
// One invocation per channel and block of rows. batch_norm_forward ends with it, too.
#import nan

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
  for (var i = 0u; i < rows; i++) {
    let at = start + i * params.channels;
    let value = (x[at] - mean) * rstd * scale + shift;
    y[at] = select(value, at_least(value, 0.0), params.relu != 0u);
  }
}
