// The forward direction of recurrent_turn: [outputs of four units] += W_hh[output, four units, four inputs] h.
#import recurrent_turn

const OUTPUTS = GATES;
const PARTS = 1u;

fn turns() -> u32 {
  return params.steps;
}

fn depth() -> u32 {
  return quads();
}

fn product_depth(turn: u32) -> u32 {
  return depth();
}

// Neighbours share a row of W_hh, and so its cache lines.
fn share_of(lane: u32) -> Share {
  return Share(lane / (QUADS * SLICES), lane / SLICES % QUADS, lane % SLICES);
}

fn lane_of(output: u32, quad: u32, slice: u32) -> u32 {
  return (output * QUADS + quad) * SLICES + slice;
}

// Each column holds the weights of one unit for inputs 4 k .. 4 k + 3.
fn weight_block(direction: u32, output: u32, quad: u32, k: u32) -> mat4x4f {
  let row = quads();
  let at = ((direction * GATES + output) * params.hidden + 4u * quad) * row + k;
  return mat4x4f(weight_hh[at], weight_hh[at + row], weight_hh[at + 2u * row], weight_hh[at + 3u * row]);
}

fn multiply(block: mat4x4f, vector: vec4f) -> vec4f {
  return vector * block;
}

fn bias_quad(row: Row, gate: u32, quad: u32) -> vec4f {
  return bias_hh[(row.direction * GATES + gate) * quads() + quad];
}

// Where a turn's vectors stand in memory.
alias VectorStart = u32;

fn vector_start(row: Row, turn: u32) -> VectorStart {
  return saved_quad_at(0u, row, turn);
}

fn vector_quad(start: VectorStart, k: u32) -> vec4f {
  return saved[start + k];
}

// Keeps state `state`, which is saved plane `state` too, with which `row` begins `step`.
fn store_state(state: u32, row: Row, quad: u32, step: u32, value: vec4f) {
  if (step == row.length) {
    final_state[state_at(state, row.direction, row.index) / 4u + quad] = value;
  }
  if (step < params.steps) {
    saved[saved_quad_at(state, row, step) + quad] = select(vec4f(), value, step < row.length);
  }
}
