// r, z = sigmoid(z_r + W_hr h + b_hr), sigmoid(z_z + W_hz h + b_hz)
// hn = W_hn h + b_hn,  n = tanh(z_n + r hn),  h' = (1 - z) n + z h
//
// gates: [B, T, D, 3, H], z in and activated gates out; weight_hh: [D, 3 H, H]; bias_hh: [D, 3 H];
// initial, final_state: [D, B, H]; lengths: [B] or [1]; y: [B, T, D H]; saved: [2, D, B T, H], h then hn.
//
// `begin` puts the initial state where step 0 looks for it. Each step is `multiply_in_...`, which adds W_hh h + b_hh to
// z (but for hn), and `activate`, one invocation per unit, which makes the gates of the sums. What a step makes
// goes to where the next one looks: `saved`, or `final_state` after a row's last step.
#import activations
#import recurrent
#import recurrent_product

const WORKGROUP = 64u;
const GATES = 3u;
const BY_ROWS = true;

fn factor(index: u32) -> f32 {
  return saved[index];
}

fn factor_start(direction: u32, row: u32) -> u32 {
  return saved_at(0u, direction, position_at(direction, row, params.step));
}

fn store_product(direction: u32, row: u32, column: u32, sum: f32) {
  if (params.step >= row_length(row)) {
    return;
  }
  let position = position_at(direction, row, params.step);
  let value = sum + bias_hh[direction * GATES * params.hidden + column];
  if (column < 2u * params.hidden) {
    gates[gates_at(direction, position, GATES) + column] += value;
  } else {
    saved[saved_at(1u, direction, position) + column - 2u * params.hidden] = value;
  }
}

@compute @workgroup_size(LANES)
fn multiply_in_lanes(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  product_in_lanes(group, lane, GATES * params.hidden, params.hidden);
}

@compute @workgroup_size(TILE_INVOCATIONS)
fn multiply_in_tiles(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  product_in_tiles(group, lane, GATES * params.hidden, params.hidden);
}

// Keeps the state with which `row` begins `step`.
fn store_state(direction: u32, row: u32, unit: u32, step: u32, h: f32) {
  if (step < row_length(row)) {
    saved[saved_at(0u, direction, position_at(direction, row, step)) + unit] = h;
  } else {
    final_state[state_at(0u, direction, row) + unit] = h;
  }
}

@compute @workgroup_size(WORKGROUP)
fn begin(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.hidden) {
    store_state(id.z, id.y, id.x, 0u, initial[state_at(0u, id.z, id.y) + id.x]);
  }
}

@compute @workgroup_size(WORKGROUP)
fn activate(@builtin(global_invocation_id) id: vec3u) {
  let unit = id.x;
  let row = id.y;
  let direction = id.z;
  let hidden = params.hidden;
  if (unit >= hidden) {
    return;
  }
  let position = position_at(direction, row, params.step);
  let gate = gates_at(direction, position, GATES) + unit;
  let output = output_at(direction, position) + unit;
  let before = saved_at(0u, direction, position) + unit;
  let product = saved_at(1u, direction, position) + unit;
  if (params.step >= row_length(row)) {
    gates[gate] = 0.0;
    gates[gate + hidden] = 0.0;
    gates[gate + 2u * hidden] = 0.0;
    y[output] = 0.0;
    saved[before] = 0.0;
    saved[product] = 0.0;
    return;
  }
  let reset = sigmoid(gates[gate]);
  let update = sigmoid(gates[gate + hidden]);
  let candidate = tanh_fit(gates[gate + 2u * hidden] + reset * saved[product]);
  let h = candidate + update * (saved[before] - candidate);
  gates[gate] = reset;
  gates[gate + hidden] = update;
  gates[gate + 2u * hidden] = candidate;
  y[output] = h;
  store_state(direction, row, unit, params.step + 1u, h);
}
