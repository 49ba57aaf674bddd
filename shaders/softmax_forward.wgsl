// y = exp(x - max) / sum of exp(x - max), along each row; x, y: [rows, cols].
// `rows`: one workgroup per row; `short_rows`: one invocation per row.
#import pointwise
#import compensated
#import reduce
#import reduce_max

struct Params {
  rows: u32,
  cols: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

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
  let scale = 1.0 / sum;
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    y[start + c] = exp(x[start + c] - largest) * scale;
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
  let scale = 1.0 / sum;
  for (var c = 0u; c < params.cols; c++) {
    y[start + c] = exp(x[start + c] - largest) * scale;
  }
}
