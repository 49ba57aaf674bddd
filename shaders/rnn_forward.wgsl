// h' = f(z + W_hh h + b_hh) with f = tanh (nonlinearity 0) or max(0, x) (1).
//
// gates: [B, T, D, H], z in and h' out; weight_hh: [D, H, H]; bias_hh: [D, H]; initial, final_state: [D, B, H];
// lengths: [B] or [1]; y: [B, T, D H]; saved: [1, D, B T, H], h.
//
// `begin` puts the initial state where step 0 looks for it. Each step is `multiply_in_...`, which adds W_hh h + b_hh to
// z, and `activate`, one invocation per unit, which makes h' of the sums. What a step makes
// goes to where the next one looks: `saved`, or `final_state` after a row's last step.
#import activations
#import nan
#import recurrent
#import recurrent_product

const WORKGROUP = 64u;
const GATES = 1u;
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
  product_in_lanes(group, lane, params.hidden, params.hidden);
}

@compute @workgroup_size(TILE_INVOCATIONS)
fn multiply_in_tiles(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  product_in_tiles(group, lane, params.hidden, params.hidden);
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
  if (unit >= params.hidden) {
    return;
  }
  let position = position_at(direction, row, params.step);
  let gate = gates_at(direction, position, GATES) + unit;
  let output = output_at(direction, position) + unit;
  if (params.step >= row_length(row)) {
    gates[gate] = 0.0;
    y[output] = 0.0;
    saved[saved_at(0u, direction, position) + unit] = 0.0;
    return;
  }
  let sum = gates[gate];
  let h = select(tanh_fit(sum), at_least(sum, 0.0), params.nonlinearity == 1u);
  gates[gate] = h;
  y[output] = h;
  store_state(direction, row, unit, params.step + 1u, h);
}
