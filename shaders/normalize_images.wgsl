// y[i, c] = (x[i, c] / 255 - mean[c]) * rstd[c]
//
// x: bytes [pixels, channels], four to a word; mean, rstd: [channels]; y: [pixels, channels].
// One invocation per word.

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let word = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let count = params.pixels * params.channels;
  let first = word * 4u;
  if (first >= count) {
    return;
  }
  let scaled = unpack4x8unorm(x[word]);
  for (var i = 0u; i < min(4u, count - first); i++) {
    let channel = (first + i) % params.channels;
    y[first + i] = (scaled[i] - mean[channel]) * rstd[channel];
  }
}
