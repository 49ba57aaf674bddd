// gru_forward for four units of a row: see there for formulas and layouts.
#import activations_quad
#import recurrent_forward

const GATES = 3u;

struct Own {
  z: array<vec4f, GATES>,
  candidate_bias: vec4f,
}

fn fetch(row: Row, quad: u32, turn: u32) -> Own {
  var own: Own;
  if (turn < row.length) {
    let gate = gate_at(row, turn) + quad;
    own.z[0] = gates[gate] + bias_quad(row, 0u, quad);
    own.z[1] = gates[gate + quads()] + bias_quad(row, 1u, quad);
    own.z[2] = gates[gate + 2u * quads()];
    own.candidate_bias = bias_quad(row, 2u, quad);
  }
  return own;
}

fn carried_before(row: Row, quad: u32, turn: u32) -> vec4f {
  return saved[saved_quad_at(0u, row, turn) + quad];
}

fn start_row(row: Row, quad: u32) -> Vectors {
  let h = initial[state_at(0u, row.direction, row.index) / 4u + quad];
  store_state(0u, row, quad, 0u, h);
  return Vectors(h);
}

fn finish(row: Row, quad: u32, turn: u32, own: Own, h_before: vec4f, sums: Sums) -> Outcome {
  var activated: array<vec4f, GATES>;
  var product = vec4f();
  var h = vec4f();
  if (turn < row.length) {
    let reset = sigmoid_quad(own.z[0] + sums[0]);
    let update = sigmoid_quad(own.z[1] + sums[1]);
    product = sums[2] + own.candidate_bias;
    let candidate = tanh_quad(own.z[2] + reset * product);
    h = candidate + update * (h_before - candidate);
    activated = array<vec4f, GATES>(reset, update, candidate);
  }
  let gate = gate_at(row, turn) + quad;
  for (var g = 0u; g < GATES; g++) {
    gates[gate + g * quads()] = activated[g];
  }
  y[output_quad_at(row, turn) + quad] = h;
  saved[saved_quad_at(1u, row, turn) + quad] = product;
  store_state(0u, row, quad, turn + 1u, h);
  return Outcome(Vectors(h), h);
}
