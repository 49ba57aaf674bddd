// The sweep back through time: with dh, dc the gradients of h', c' and t = tanh(c'),
//   dc += dh o (1 - t^2);  do = dh t o (1 - o),  di = dc g i (1 - i),  df = dc c f (1 - f),  dg = dc i (1 - g^2)
//   gradient of c: dc f;  of h: [di, df, dg, do] W_hh
//
// dy: [B, T, D H]; dfinal, dinitial: [2, D, B, H], h then c; gates: [B, T, D, 4, H], activated gates in and
// di, df, dg, do out; weight_hh: [D, 4 H, H]; saved: [2, D, B T, H], h then c; lengths: [B] or [1].
//
// For each step from the last: `differentiate`, one invocation per unit, makes the gradients of z of those of
// the state; `multiply_in_...` then makes the gradient of h, which `dinitial` holds, as the step before needs it.
#import activations
#import recurrent
#import recurrent_product

const WORKGROUP = 64u;
const GATES = 4u;
const BY_ROWS = false;

fn factor(index: u32) -> f32 {
  return gates[index];
}

fn factor_start(direction: u32, row: u32) -> u32 {
  return gates_at(direction, position_at(direction, row, params.step), GATES);
}

fn store_product(direction: u32, row: u32, column: u32, sum: f32) {
  if (params.step < row_length(row)) {
    dinitial[state_at(0u, direction, row) + column] = sum;
  }
}

@compute @workgroup_size(LANES)
fn multiply_in_lanes(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  product_in_lanes(group, lane, params.hidden, GATES * params.hidden);
}

@compute @workgroup_size(TILE_INVOCATIONS)
fn multiply_in_tiles(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  product_in_tiles(group, lane, params.hidden, GATES * params.hidden);
}

@compute @workgroup_size(WORKGROUP)
fn differentiate(@builtin(global_invocation_id) id: vec3u) {
  let unit = id.x;
  let row = id.y;
  let direction = id.z;
  let hidden = params.hidden;
  if (unit >= hidden) {
    return;
  }
  let position = position_at(direction, row, params.step);
  let gate = gates_at(direction, position, GATES) + unit;
  let last = params.step + 1u == params.steps;
  let state = state_at(0u, direction, row) + unit;
  let cell_state = state_at(1u, direction, row) + unit;
  var dh = dinitial[state];
  var dc = dinitial[cell_state];
  if (last) {
    dh = dfinal[state];
    dc = dfinal[cell_state];
  }
  if (params.step >= row_length(row)) {
    gates[gate] = 0.0;
    gates[gate + hidden] = 0.0;
    gates[gate + 2u * hidden] = 0.0;
    gates[gate + 3u * hidden] = 0.0;
    dinitial[state] = dh;
    dinitial[cell_state] = dc;
    return;
  }
  dh += dy[output_at(direction, position) + unit];
  let input_gate = gates[gate];
  let forget_gate = gates[gate + hidden];
  let candidate = gates[gate + 2u * hidden];
  let output_gate = gates[gate + 3u * hidden];
  let c = saved[saved_at(1u, direction, position) + unit];
  let squashed = tanh_fit(forget_gate * c + input_gate * candidate);
  dc += dh * output_gate * (1.0 - squashed * squashed);
  gates[gate] = dc * candidate * input_gate * (1.0 - input_gate);
  gates[gate + hidden] = dc * c * forget_gate * (1.0 - forget_gate);
  gates[gate + 2u * hidden] = dc * input_gate * (1.0 - candidate * candidate);
  gates[gate + 3u * hidden] = dh * squashed * output_gate * (1.0 - output_gate);
  dinitial[cell_state] = dc * forget_gate;
}
