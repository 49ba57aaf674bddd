// lstm_backward for four units of a row: see there for formulas and layouts. The gradient of c is carried.
#import activations_quad
#import recurrent_backward

const GATES = 4u;

struct Own {
  dy: vec4f,
  activated: array<vec4f, GATES>,
  c: vec4f,
}

fn fetch(row: Row, quad: u32, turn: u32) -> Own {
  var own: Own;
  // In the turn after the last step there is no step.
  let step = params.steps - 1u - turn;
  if (turn < params.steps && step < row.length) {
    own.dy = dy_quad(row, quad, step);
    let gate = gate_at(row, step) + quad;
    for (var g = 0u; g < GATES; g++) {
      own.activated[g] = gates[gate + g * quads()];
    }
    own.c = saved[saved_quad_at(1u, row, step) + quad];
  }
  return own;
}

fn carried_before(row: Row, quad: u32, turn: u32) -> vec4f {
  return dinitial[state_at(1u, row.direction, row.index) / 4u + quad];
}

alias VectorStart = u32;

fn vector_start(row: Row, turn: u32) -> VectorStart {
  return gate_at(row, params.steps - turn);
}

fn vector_quad(start: VectorStart, k: u32) -> vec4f {
  return gates[start + k];
}

fn finish(row: Row, quad: u32, turn: u32, own: Own, carried: vec4f, sums: Sums) -> Outcome {
  let steps_left = params.steps - turn;
  var dh = sums[0];
  var dc = carried;
  // No step of this row was done yet.
  if (steps_left >= row.length) {
    dh = dfinal_quad(0u, row, quad);
    dc = dfinal_quad(1u, row, quad);
  }
  var dz: Vectors;
  if (steps_left == 0u) {
    store_dinitial(0u, row, quad, dh);
    store_dinitial(1u, row, quad, dc);
    return Outcome(dz, dc);
  }
  let step = steps_left - 1u;
  if (step < row.length) {
    let input_gate = own.activated[0];
    let forget_gate = own.activated[1];
    let candidate = own.activated[2];
    let output_gate = own.activated[3];
    dh += own.dy;
    let squashed = tanh_quad(forget_gate * own.c + input_gate * candidate);
    dc += dh * output_gate * (1.0 - squashed * squashed);
    dz[0] = dc * candidate * input_gate * (1.0 - input_gate);
    dz[1] = dc * own.c * forget_gate * (1.0 - forget_gate);
    dz[2] = dc * input_gate * (1.0 - candidate * candidate);
    dz[3] = dh * squashed * output_gate * (1.0 - output_gate);
    dc *= forget_gate;
  }
  let gate = gate_at(row, step) + quad;
  for (var g = 0u; g < GATES; g++) {
    gates[gate + g * quads()] = dz[g];
  }
  store_dinitial(1u, row, quad, dc);
  return Outcome(dz, dc);
}
