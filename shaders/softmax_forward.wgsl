// y = exp(scale (x - max)) / sum of exp(scale (x - max)), along each row; x, y: [rows, cols]. With causal > 0, row n has
// its first n % causal + 1 columns only, and zeros in the others.
// `rows`: one workgroup per row; `short_rows`: one invocation per row.
#import pointwise
#import compensated
#import reduce
#import reduce_max

const WORKGROUP = 64u;

// Columns that a row sees.
fn seen_by(row: u32) -> u32 {
  return select(params.cols, min(params.cols, row % max(params.causal, 1u) + 1u), params.causal > 0u);
}

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  // The whole workgroup has one row, so this is uniform; rows past the end only fill the grid.
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  let seen = seen_by(row);
  var largest = x[start];
  for (var c = lane; c < seen; c += WORKGROUP) {
    largest = max(largest, x[start + c]);
  }
  largest = workgroup_max(lane, largest);
  var sums = vec2f();
  for (var c = lane; c < seen; c += WORKGROUP) {
    sums = add_term(sums, exp(params.scale * (x[start + c] - largest)));
  }
  let sum = workgroup_sum(lane, sums.x);
  let scale = 1.0 / sum;
  for (var c = lane; c < seen; c += WORKGROUP) {
    y[start + c] = exp(params.scale * (x[start + c] - largest)) * scale;
  }
  for (var c = seen + lane; c < params.cols; c += WORKGROUP) {
    y[start + c] = 0.0;
  }
}

@compute @workgroup_size(WORKGROUP)
fn short_rows(at: Invocation) {
  let row = vector_index(at);
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  let seen = seen_by(row);
  var largest = x[start];
  for (var c = 0u; c < seen; c++) {
    largest = max(largest, x[start + c]);
  }
  var sum = 0.0;
  for (var c = 0u; c < seen; c++) {
    sum += exp(params.scale * (x[start + c] - largest));
  }
  let scale = 1.0 / sum;
  for (var c = 0u; c < seen; c++) {
    y[start + c] = exp(params.scale * (x[start + c] - largest)) * scale;
  }
  for (var c = seen; c < params.cols; c++) {
    y[start + c] = 0.0;
  }
}
