// gru_backward for four units of a row: see there for formulas and layouts. What reaches h past the product, dh z,
// is carried. The product wants dn r where the gates have dn: it takes that part from the saved plane.
#import recurrent_backward

const GATES = 3u;

struct Own {
  dy: vec4f,
  activated: array<vec4f, GATES>,
  h: vec4f,
  product: vec4f,
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
    own.h = saved[saved_quad_at(0u, row, step) + quad];
    own.product = saved[saved_quad_at(1u, row, step) + quad];
  }
  return own;
}

fn carried_before(row: Row, quad: u32, turn: u32) -> vec4f {
  return dinitial[state_at(0u, row.direction, row.index) / 4u + quad];
}

struct VectorStart {
  gates: u32,
  saved: u32,
}

fn vector_start(row: Row, turn: u32) -> VectorStart {
  let step = params.steps - turn;
  return VectorStart(gate_at(row, step), saved_quad_at(1u, row, step));
}

fn vector_quad(start: VectorStart, k: u32) -> vec4f {
  let direct = 2u * quads();
  if (k < direct) {
    return gates[start.gates + k];
  }
  return saved[start.saved + k - direct];
}

fn finish(row: Row, quad: u32, turn: u32, own: Own, carried: vec4f, sums: Sums) -> Outcome {
  let steps_left = params.steps - turn;
  var dh = carried + sums[0];
  // No step of this row was done yet.
  if (steps_left >= row.length) {
    dh = dfinal_quad(0u, row, quad);
  }
  var dz: Vectors;
  if (steps_left == 0u) {
    store_dinitial(0u, row, quad, dh);
    return Outcome(dz, dh);
  }
  let step = steps_left - 1u;
  var dcandidate = vec4f();
  if (step < row.length) {
    let reset = own.activated[0];
    let update = own.activated[1];
    let candidate = own.activated[2];
    dh += own.dy;
    dcandidate = dh * (1.0 - update) * (1.0 - candidate * candidate);
    dz[0] = dcandidate * own.product * reset * (1.0 - reset);
    dz[1] = dh * (own.h - candidate) * update * (1.0 - update);
    dz[2] = dcandidate * reset;
    dh *= update;
  }
  let gate = gate_at(row, step) + quad;
  gates[gate] = dz[0];
  gates[gate + quads()] = dz[1];
  gates[gate + 2u * quads()] = dcandidate;
  saved[saved_quad_at(1u, row, step) + quad] = dz[2];
  store_dinitial(0u, row, quad, dh);
  return Outcome(dz, dh);
}
