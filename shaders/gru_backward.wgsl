// The sweep back through time: with dh the gradient of h' and dn the one before tanh,
//   dn = dh (1 - z) (1 - n^2),  dz = dh (h - n) z (1 - z),  dr = dn hn r (1 - r)
//   gradient of h: dh z + [dr, dz, dn r] W_hh
//
// dy: [B, T, D H]; dfinal, dinitial: [D, B, H]; gates: [B, T, D, 3, H], activated gates in and dr, dz, dn out;
// weight_hh: [D, 3 H, H]; saved: [2, D, B T, H], h then hn in and dn r out; lengths: [B] or [1].
//
// For each step from the last: `differentiate`, one invocation per unit, makes the gradients of z of those of
// the state; `multiply_in_...` then makes the gradient of h, which `dinitial` holds, as the step before needs it.
// The product wants dn r beside dr and dz, so it stands where dn belongs until the next step, or `finish`.
#import recurrent
#import recurrent_product

const WORKGROUP = 64u;
const GATES = 3u;
const BY_ROWS = false;

fn factor(index: u32) -> f32 {
  return gates[index];
}

fn factor_start(direction: u32, row: u32) -> u32 {
  return gates_at(direction, position_at(direction, row, params.step), GATES);
}

fn store_product(direction: u32, row: u32, column: u32, sum: f32) {
  if (params.step < row_length(row)) {
    dinitial[state_at(0u, direction, row) + column] += sum;
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

// Puts dn and dn r of a finished step in their places.
fn exchange(direction: u32, row: u32, unit: u32, step: u32) {
  let position = position_at(direction, row, step);
  let gate = gates_at(direction, position, GATES) + 2u * params.hidden + unit;
  let product = saved_at(1u, direction, position) + unit;
  let dhidden = gates[gate];
  gates[gate] = saved[product];
  saved[product] = dhidden;
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
  let product = saved_at(1u, direction, position) + unit;
  let last = params.step + 1u == params.steps;
  let state = state_at(0u, direction, row) + unit;
  var dh = dinitial[state];
  if (last) {
    dh = dfinal[state];
  } else {
    exchange(direction, row, unit, params.step + 1u);
  }
  if (params.step >= row_length(row)) {
    gates[gate] = 0.0;
    gates[gate + hidden] = 0.0;
    gates[gate + 2u * hidden] = 0.0;
    saved[product] = 0.0;
    dinitial[state] = dh;
    return;
  }
  dh += dy[output_at(direction, position) + unit];
  let reset = gates[gate];
  let update = gates[gate + hidden];
  let candidate = gates[gate + 2u * hidden];
  let dcandidate = dh * (1.0 - update) * (1.0 - candidate * candidate);
  gates[gate] = dcandidate * saved[product] * reset * (1.0 - reset);
  gates[gate + hidden] = dh * (saved[saved_at(0u, direction, position) + unit] - candidate) * update * (1.0 - update);
  gates[gate + 2u * hidden] = dcandidate * reset;
  saved[product] = dcandidate;
  dinitial[state] = dh * update;
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.hidden) {
    exchange(id.z, id.y, id.x, params.step);
  }
}
