// dlogits[n, c] = dloss[n] ((a + b W) p[c] - b w[c] - a [c = l]) with a = (1 - smoothing) w[l], b = smoothing / cols, where
// p is the softmax of logits[n], l = labels[n], w = weight, or 1 for each class with weighted = 0, and W the sum of w.
// logits, dlogits: [rows, cols]; labels, dloss: [rows]; weight: [cols]. One invocation per row.
// 0 where ignores = 1 and l = ignored, else NaN where l >= cols.
#import cross_entropy
#import nan

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
  if (is_ignored(label) || label >= params.cols) {
    let result = select(make_nan(), 0.0, is_ignored(label));
    for (var c = 0u; c < params.cols; c++) {
      dlogits[start + c] = result;
    }
    return;
  }
  let own = (1.0 - params.smoothing) * weight_of(label);
  let share = params.smoothing / f32(params.cols);
  var weights = f32(params.cols);
  if (params.weighted != 0u && params.smoothing > 0.0) {
    weights = 0.0;
    for (var c = 0u; c < params.cols; c++) {
      weights += weight[c];
    }
  }
  // The largest logit is taken out first, so that exp() cannot overflow.
  let largest = largest_logit(start);
  let scale = dloss[row] * (own + share * weights) / exp_sum(start, largest);
  for (var c = 0u; c < params.cols; c++) {
    let hit = dloss[row] * (share * weight_of(c) + select(0.0, own, c == label));
    dlogits[start + c] = exp(logits[start + c] - largest) * scale - hit;
  }
}
