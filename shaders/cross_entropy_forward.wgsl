// loss[n] = log(sum over c of exp(logits[n, c])) - logits[n, labels[n]]
// logits: [rows, cols]; labels, loss: [rows]. One invocation per row.
// NaN where labels[n] >= cols.
#import compensated
#import nan

struct Params {
  rows: u32,
  cols: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  let label = labels[row];
  if (label >= params.cols) {
    loss[row] = make_nan();
    return;
  }
  // The largest logit is taken out first, so that exp() cannot overflow.
  var largest = logits[start];
  for (var c = 1u; c < params.cols; c++) {
    largest = max(largest, logits[start + c]);
  }
  var sum = vec2f();
  for (var c = 0u; c < params.cols; c++) {
    sum = add_term(sum, exp(logits[start + c] - largest));
  }
  loss[row] = log(sum.x) - (logits[start + label] - largest);
}
