// The `keep` best of numbered scores: a heap at elements base .. base + keep - 1 of the bindings `score` and `index`,
// the worst at its root. Greater scores are better, of equal ones the smaller number.
// The kernel has the parameter keep; each heap belongs to one invocation.

const LOWEST = -3.4028234e38;

fn heap_better(score_a: f32, index_a: u32, score_b: f32, index_b: u32) -> bool {
  return score_a > score_b || (score_a == score_b && index_a < index_b);
}

fn heap_begin(base: u32) {
  for (var i = 0u; i < params.keep; i++) {
    score[base + i] = LOWEST;
    index[base + i] = 0xffffffffu;
  }
}

// Puts an entry in the root's place and restores the order of the first `count` entries.
fn heap_sift(base: u32, count: u32, new_score: f32, new_index: u32) {
  var at = 0u;
  loop {
    var child = 2u * at + 1u;
    if (child >= count) {
      break;
    }
    if (child + 1u < count && heap_better(score[base + child], index[base + child],
                                          score[base + child + 1u], index[base + child + 1u])) {
      child++;
    }
    if (heap_better(score[base + child], index[base + child], new_score, new_index)) {
      break;
    }
    score[base + at] = score[base + child];
    index[base + at] = index[base + child];
    at = child;
  }
  score[base + at] = new_score;
  index[base + at] = new_index;
}

fn heap_offer(base: u32, new_score: f32, new_index: u32) {
  if (heap_better(new_score, new_index, score[base], index[base])) {
    heap_sift(base, params.keep, new_score, new_index);
  }
}

// The best first.
fn heap_sort(base: u32) {
  for (var count = params.keep - 1u; count > 0u; count--) {
    let last_score = score[base + count];
    let last_index = index[base + count];
    score[base + count] = score[base];
    index[base + count] = index[base];
    heap_sift(base, count, last_score, last_index);
  }
}
