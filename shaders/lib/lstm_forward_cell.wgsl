// lstm_forward for four units of a row: see there for formulas and layouts.
#import activations_quad
#import recurrent_forward

const GATES = 4u;

struct Own {
  z: array<vec4f, GATES>,
}

fn fetch(row: Row, quad: u32, turn: u32) -> Own {
  var own: Own;
  if (turn < row.length) {
    let gate = gate_at(row, turn) + quad;
    for (var g = 0u; g < GATES; g++) {
      own.z[g] = gates[gate + g * quads()] + bias_quad(row, g, quad);
    }
  }
  return own;
}

fn carried_before(row: Row, quad: u32, turn: u32) -> vec4f {
  return saved[saved_quad_at(1u, row, turn) + quad];
}

fn start_row(row: Row, quad: u32) -> Vectors {
  let h = initial[state_at(0u, row.direction, row.index) / 4u + quad];
  store_state(0u, row, quad, 0u, h);
  store_state(1u, row, quad, 0u, initial[state_at(1u, row.direction, row.index) / 4u + quad]);
  return Vectors(h);
}

fn finish(row: Row, quad: u32, turn: u32, own: Own, c_before: vec4f, sums: Sums) -> Outcome {
  var activated: array<vec4f, GATES>;
  var c = vec4f();
  var h = vec4f();
  if (turn < row.length) {
    let input_gate = sigmoid_quad(own.z[0] + sums[0]);
    let forget_gate = sigmoid_quad(own.z[1] + sums[1]);
    let candidate = tanh_quad(own.z[2] + sums[2]);
    let output_gate = sigmoid_quad(own.z[3] + sums[3]);
    c = forget_gate * c_before + input_gate * candidate;
    h = output_gate * tanh_quad(c);
    activated = array<vec4f, GATES>(input_gate, forget_gate, candidate, output_gate);
  }
  let gate = gate_at(row, turn) + quad;
  for (var g = 0u; g < GATES; g++) {
    gates[gate + g * quads()] = activated[g];
  }
  y[output_quad_at(row, turn) + quad] = h;
  store_state(0u, row, quad, turn + 1u, h);
  store_state(1u, row, quad, turn + 1u, c);
  return Outcome(Vectors(h), c);
}
