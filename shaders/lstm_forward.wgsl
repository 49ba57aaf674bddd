// i, f, o = sigmoid(z + W_hh h + b_hh),  g = tanh(the same),  c' = f c + i g,  h' = o tanh(c')
//
// gates: [B, T, D, 4, H] in the order i f g o, z in and activated gates out; weight_hh: [D, 4 H, H];
// bias_hh: [D, 4 H]; initial, final_state: [2, D, B, H], h then c; lengths: [B] or [1]; y: [B, T, D H];
// saved: [2, D, B T, H], h then c.
//
// `begin` puts the initial state where step 0 looks for it. Each step is `multiply_in_...`, which adds W_hh h + b_hh to
// z, and `activate`, one invocation per unit, which makes the gates of the sums. What a step makes
// goes to where the next one looks: `saved`, or `final_state` after a row's last step.
#import activations
#import recurrent
#import recurrent_product

const WORKGROUP = 64u;
const GATES = 4u;
const BY_ROWS = true;

fn factor(index: u32) -> f32 {
  return saved[index];
}

fn factor_start(direction: u32, row: u32) -> u32 {
  return saved_at(0u, direction, position_at(direction, row, params.step));
}

fn store_product(direction: u32, row: u32, column: u32, sum: f32) {
  if (params.step < row_length(row)) {
    let gate = gates_at(direction, position_at(direction, row, params.step), GATES) + column;
    gates[gate] += sum + bias_hh[direction * GATES * params.hidden + column];
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
fn store_state(direction: u32, row: u32, unit: u32, step: u32, h: f32, c: f32) {
  if (step < row_length(row)) {
    let position = position_at(direction, row, step);
    saved[saved_at(0u, direction, position) + unit] = h;
    saved[saved_at(1u, direction, position) + unit] = c;
  } else {
    final_state[state_at(0u, direction, row) + unit] = h;
    final_state[state_at(1u, direction, row) + unit] = c;
  }
}

@compute @workgroup_size(WORKGROUP)
fn begin(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.hidden) {
    let h = initial[state_at(0u, id.z, id.y) + id.x];
    store_state(id.z, id.y, id.x, 0u, h, initial[state_at(1u, id.z, id.y) + id.x]);
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
  let h_before = saved_at(0u, direction, position) + unit;
  let c_before = saved_at(1u, direction, position) + unit;
  if (params.step >= row_length(row)) {
    gates[gate] = 0.0;
    gates[gate + hidden] = 0.0;
    gates[gate + 2u * hidden] = 0.0;
    gates[gate + 3u * hidden] = 0.0;
    y[output] = 0.0;
    saved[h_before] = 0.0;
    saved[c_before] = 0.0;
    return;
  }
  let input_gate = sigmoid(gates[gate]);
  let forget_gate = sigmoid(gates[gate + hidden]);
  let candidate = tanh_fit(gates[gate + 2u * hidden]);
  let output_gate = sigmoid(gates[gate + 3u * hidden]);
  let c = forget_gate * saved[c_before] + input_gate * candidate;
  let h = output_gate * tanh_fit(c);
  gates[gate] = input_gate;
  gates[gate + hidden] = forget_gate;
  gates[gate + 2u * hidden] = candidate;
  gates[gate + 3u * hidden] = output_gate;
  y[output] = h;
  store_state(direction, row, unit, params.step + 1u, h, c);
}
