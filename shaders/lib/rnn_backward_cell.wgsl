// rnn_backward for four units of a row: see there for formulas and layouts.
#import recurrent_backward

const GATES = 1u;

struct Own {
  dy: vec4f,
  h: vec4f,
}

fn fetch(row: Row, quad: u32, turn: u32) -> Own {
  var own: Own;
  // In the turn after the last step there is no step.
  let step = params.steps - 1u - turn;
  if (turn < params.steps && step < row.length) {
    own.dy = dy_quad(row, quad, step);
    own.h = gates[gate_at(row, step) + quad];
  }
  return own;
}

fn carried_before(row: Row, quad: u32, turn: u32) -> vec4f {
  return vec4f();
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
  // No step of this row was done yet.
  if (steps_left >= row.length) {
    dh = dfinal_quad(0u, row, quad);
  }
  var dz: Vectors;
  if (steps_left == 0u) {
    store_dinitial(0u, row, quad, dh);
    return Outcome(dz, vec4f());
  }
  let step = steps_left - 1u;
  if (step < row.length) {
    dh += own.dy;
    dz[0] = select(dh * (1.0 - own.h * own.h), select(vec4f(), dh, own.h > vec4f()), params.nonlinearity == 1u);
  }
  gates[gate_at(row, step) + quad] = dz[0];
  return Outcome(dz, vec4f());
}
