// The backward direction of recurrent_turn: [gradient of four h] += W_hh[four gate units, four h] dz.
#import recurrent_turn

const OUTPUTS = 1u;
const PARTS = GATES;

fn turns() -> u32 {
  return params.steps + 1u;
}

fn depth() -> u32 {
  return GATES * quads();
}

// Nothing was made before the first turn.
fn product_depth(turn: u32) -> u32 {
  return select(depth(), 0u, turn == 0u);
}

// Neighbours share a row of W_hh, and so its cache lines.
fn share_of(lane: u32) -> Share {
  return Share(0u, lane % QUADS, lane / QUADS);
}

fn lane_of(output: u32, quad: u32, slice: u32) -> u32 {
  return slice * QUADS + quad;
}

// Each column holds what one of four neighbouring gate units has to do with the quad.
fn weight_block(direction: u32, output: u32, quad: u32, k: u32) -> mat4x4f {
  let row = quads();
  let at = (direction * GATES * params.hidden + 4u * k) * row + quad;
  return mat4x4f(weight_hh[at], weight_hh[at + row], weight_hh[at + 2u * row], weight_hh[at + 3u * row]);
}

fn multiply(block: mat4x4f, vector: vec4f) -> vec4f {
  return block * vector;
}

fn dy_quad(row: Row, quad: u32, step: u32) -> vec4f {
  return dy[output_quad_at(row, step) + quad];
}

// The gradient by state `state` after a row's last step.
fn dfinal_quad(state: u32, row: Row, quad: u32) -> vec4f {
  return dfinal[state_at(state, row.direction, row.index) / 4u + quad];
}

fn store_dinitial(state: u32, row: Row, quad: u32, value: vec4f) {
  dinitial[state_at(state, row.direction, row.index) / 4u + quad] = value;
}

fn start_row(row: Row, quad: u32) -> Vectors {
  return Vectors();
}
