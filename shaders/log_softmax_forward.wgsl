// y = x - max - log(sum of exp(x - max)), along each row; x, y: [rows, cols].
// `rows`: one workgroup per row; `short_rows`: one invocation per row.
#import pointwise
#import compensated
#import reduce
#import reduce_max

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
  var largest = x[start];
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    largest = max(largest, x[start + c]);
  }
  largest = workgroup_max(lane, largest);
  var sums = vec2f();
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    sums = add_term(sums, exp(x[start + c] - largest));
  }
  let sum = workgroup_sum(lane, sums.x);
  let log_sum = log(sum);
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    y[start + c] = (x[start + c] - largest) - log_sum;
  }
}

@compute @workgroup_size(WORKGROUP)
fn short_rows(at: Invocation) {
  let row = vector_index(at);
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  var largest = x[start];
  for (var c = 0u; c < params.cols; c++) {
    largest = max(largest, x[start + c]);
  }
  var sum = 0.0;
  for (var c = 0u; c < params.cols; c++) {
    sum += exp(x[start + c] - largest);
  }
  let log_sum = log(sum);
  for (var c = 0u; c < params.cols; c++) {
    y[start + c] = (x[start + c] - largest) - log_sum;
  }
}
