// dx[r, c] = sum over index[i] = r of dy[i, c]; dy: [count, cols], dx: [rows, cols].
// One invocation per element of dx; it reads the whole index list, in order.

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let at = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (at >= params.rows * params.cols) {
    return;
  }
  let row = at / params.cols;
  let column = at - row * params.cols;
  var total = 0.0;
  for (var i = 0u; i < params.count; i++) {
    if (index[i] == row) {
      total += dy[i * params.cols + column];
    }
  }
  dx[at] = total;
}
