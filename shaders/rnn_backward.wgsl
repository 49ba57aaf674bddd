// The sweep back through time: with dh the gradient of h',
//   dz = dh (1 - h'^2) for tanh (nonlinearity 0), dh where h' > 0 for max(0, x) (1);  gradient of h: dz W_hh
//
// dy: [B, T, D H]; dfinal, dinitial: [D, B, H]; gates: [B, T, D, H], h' in and dz out; weight_hh: [D, H, H];
// saved is not read; lengths: [B] or [1].
//
// For each step from the last: `differentiate`, one invocation per unit, makes the gradients of z of those of
// the state; `multiply_in_...` then makes the gradient of h, which `dinitial` holds, as the step before needs it.
#import recurrent
#import recurrent_product

const WORKGROUP = 64u;
const GATES = 1u;
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
  product_in_lanes(group, lane, params.hidden, params.hidden);
}

@compute @workgroup_size(TILE_INVOCATIONS)
fn multiply_in_tiles(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  product_in_tiles(group, lane, params.hidden, params.hidden);
}

@compute @workgroup_size(WORKGROUP)
fn differentiate(@builtin(global_invocation_id) id: vec3u) {
  let unit = id.x;
  let row = id.y;
  let direction = id.z;
  if (unit >= params.hidden) {
    return;
  }
  let position = position_at(direction, row, params.step);
  let gate = gates_at(direction, position, GATES) + unit;
  let last = params.step + 1u == params.steps;
  let state = state_at(0u, direction, row) + unit;
  var dh = dinitial[state];
  if (last) {
    dh = dfinal[state];
  }
  if (params.step >= row_length(row)) {
    gates[gate] = 0.0;
    dinitial[state] = dh;
    return;
  }
  dh += dy[output_at(direction, position) + unit];
  let h = gates[gate];
  gates[gate] = select(dh * (1.0 - h * h), select(0.0, dh, h > 0.0), params.nonlinearity == 1u);
}
