// y[i, c] = x[index[i], c], NaN where index[i] >= rows; x: [rows, cols], index: [count], y: [count, cols].
// One invocation per element of y.
#import nan

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let at = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (at >= params.count * params.cols) {
    return;
  }
  let row = at / params.cols;
  let picked = index[row];
  if (picked >= params.rows) {
    y[at] = make_nan();
    return;
  }
  y[at] = x[picked * params.cols + at - row * params.cols];
}
