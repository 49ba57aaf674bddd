// What both directions of cross-entropy need.
#import compensated

fn weight_of(c: u32) -> f32 {
  if (params.weighted == 0u) {
    return 1.0;
  }
  return weight[c];
}

fn is_ignored(label: u32) -> bool {
  return params.ignores != 0u && label == params.ignored;
}

fn largest_logit(start: u32) -> f32 {
  var largest = logits[start];
  for (var c = 1u; c < params.cols; c++) {
    largest = max(largest, logits[start + c]);
  }
  return largest;
}

// Sum of exp(x - largest), which cannot overflow.
fn exp_sum(start: u32, largest: f32) -> f32 {
  var sum = vec2f();
  for (var c = 0u; c < params.cols; c++) {
    sum = add_term(sum, exp(logits[start + c] - largest));
  }
  return sum.x;
}
