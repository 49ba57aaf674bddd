// loss[n] = (1 - smoothing) w[l] (-log p[l]) + smoothing / cols * sum over c of w[c] (-log p[c]), counted[n] = w[l], where
// p is the softmax of logits[n], l = labels[n] and w = weight, or 1 for each class with weighted = 0.
// logits: [rows, cols]; labels, loss, counted: [rows]; weight: [cols]. One invocation per row.
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
    loss[row] = result;
    counted[row] = result;
    return;
  }
  // The largest logit is taken out first, so that exp() cannot overflow.
  let largest = largest_logit(start);
  let log_sum = log(exp_sum(start, largest));
  let own = weight_of(label);
  var value = (1.0 - params.smoothing) * own * (log_sum - (logits[start + label] - largest));
  if (params.smoothing > 0.0) {
    var all = vec2f();
    for (var c = 0u; c < params.cols; c++) {
      all = add_term(all, weight_of(c) * (log_sum - (logits[start + c] - largest)));
    }
    value += params.smoothing / f32(params.cols) * all.x;
  }
  loss[row] = value;
  counted[row] = own;
}
