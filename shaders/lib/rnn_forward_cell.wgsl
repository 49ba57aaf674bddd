// rnn_forward for four units of a row: see there for formulas and layouts.
#import activations_quad
#import nan
#import recurrent_forward

const GATES = 1u;

struct Own {
  z: vec4f,
}

fn fetch(row: Row, quad: u32, turn: u32) -> Own {
  var own: Own;
  if (turn < row.length) {
    own.z = gates[gate_at(row, turn) + quad] + bias_quad(row, 0u, quad);
  }
  return own;
}

fn carried_before(row: Row, quad: u32, turn: u32) -> vec4f {
  return vec4f();
}

fn start_row(row: Row, quad: u32) -> Vectors {
  let h = initial[state_at(0u, row.direction, row.index) / 4u + quad];
  store_state(0u, row, quad, 0u, h);
  return Vectors(h);
}

fn finish(row: Row, quad: u32, turn: u32, own: Own, carried: vec4f, sums: Sums) -> Outcome {
  var h = vec4f();
  if (turn < row.length) {
    let z = own.z + sums[0];
    h = select(tanh_quad(z), at_least4(z, 0.0), params.nonlinearity == 1u);
  }
  gates[gate_at(row, turn) + quad] = h;
  y[output_quad_at(row, turn) + quad] = h;
  store_state(0u, row, quad, turn + 1u, h);
  return Outcome(Vectors(h), vec4f());
}
