// dx = dy - exp(y) * sum of dy, along each row; dy, y, dx: [rows, cols].
// `rows`: one workgroup per row; `short_rows`: one invocation per row.
#import pointwise
#import compensated
#import reduce

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  // The whole workgroup has one row, so this is uniform; rows past the end only fill the grid.
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  var sums = vec2f();
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    sums = add_term(sums, dy[start + c]);
  }
  let sum = workgroup_sum(lane, sums.x);
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    dx[start + c] = dy[start + c] - exp(y[start + c]) * sum;
  }
}

@compute @workgroup_size(WORKGROUP)
fn short_rows(at: Invocation) {
  let row = vector_index(at);
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  var sum = 0.0;
  for (var c = 0u; c < params.cols; c++) {
    sum += dy[start + c];
  }
  for (var c = 0u; c < params.cols; c++) {
    dx[start + c] = dy[start + c] - exp(y[start + c]) * sum;
  }
}
