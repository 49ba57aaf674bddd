// The nearest of K centres for one row, by squared distances with twice the digits of float32: pairs of a number and
// what it lacks (T. J. Dekker, "A floating-point technique for extending the available precision", 1971).
// The kernel has parameters cols and clusters, and bindings x [N, D], centers [K, D] and label [N]. The importing
// shader declares WORKGROUP = 64.

// Invocations that share a cluster.
const EXACT_LANES = 16u;
const EXACT_CLUSTERS = WORKGROUP / EXACT_LANES;

var<workgroup> exact_parts: array<vec2f, WORKGROUP>;

fn add_pairs(a: vec2f, b: vec2f) -> vec2f {
  let sum = a.x + b.x;
  let part = sum - a.x;
  let rest = (a.x - (sum - part)) + (b.x - part) + (a.y + b.y);
  let total = sum + rest;
  return vec2f(total, rest - (total - sum));
}

// (a - b)^2.
fn exact_square(a: f32, b: f32) -> vec2f {
  let difference = a - b;
  let part = difference - a;
  let rest = (a - (difference - part)) - (b + part);
  let square = difference * difference;
  return vec2f(square, fma(difference, difference, -square) + 2.0 * difference * rest);
}

// Every invocation must call this, with the same row.
fn label_exactly(lane: u32, row: u32) {
  var least = vec2f(3.4028234e38, 0.0);
  var nearest = 0u;
  for (var first = 0u; first < params.clusters; first += EXACT_CLUSTERS) {
    let cluster = first + lane / EXACT_LANES;
    var squares = vec2f();
    if (cluster < params.clusters) {
      for (var c = lane % EXACT_LANES; c < params.cols; c += EXACT_LANES) {
        squares = add_pairs(squares, exact_square(x[row * params.cols + c], centers[cluster * params.cols + c]));
      }
    }
    exact_parts[lane] = squares;
    workgroupBarrier();
    if (lane == 0u) {
      for (var i = 0u; i < EXACT_CLUSTERS && first + i < params.clusters; i++) {
        var total = vec2f();
        for (var part = 0u; part < EXACT_LANES; part++) {
          total = add_pairs(total, exact_parts[i * EXACT_LANES + part]);
        }
        if (total.x < least.x || (total.x == least.x && total.y < least.y)) {
          least = total;
          nearest = first + i;
        }
      }
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    label[row] = nearest;
  }
}
