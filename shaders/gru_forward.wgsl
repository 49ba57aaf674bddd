// r, z = sigmoid(z_r + W_hr h + b_hr), sigmoid(z_z + W_hz h + b_hz)
// hn = W_hn h + b_hn,  n = tanh(z_n + r hn),  h' = (1 - z) n + z h
//
// gates: [B, T, D, 3, H], z in and activated gates out; weight_hh: [D, 3 H, H]; bias_hh: [D, 3 H];
// initial, final_state: [D, B, H]; lengths: [B] or [1]; y: [B, T, D H]; saved: [2, D, B T, H], h then hn.
//
// `begin` puts the initial state where step 0 looks for it; `advance` then runs once per step. What a step makes
// goes to where the next one looks: plane 0 of `saved`, or `final_state` after a row's last step.
// One invocation owns one unit of ROWS rows: all invocations of a workgroup read the same h.
#import activations
#import recurrent

struct Params {
  batch: u32,
  steps: u32,
  hidden: u32,
  directions: u32,
  reversed: u32,
  has_lengths: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> gates: array<f32>;
@group(0) @binding(2) var<storage, read> weight_hh: array<f32>;
@group(0) @binding(3) var<storage, read> bias_hh: array<f32>;
@group(0) @binding(4) var<storage, read> initial: array<f32>;
@group(0) @binding(5) var<storage, read> lengths: array<u32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;
@group(0) @binding(7) var<storage, read_write> saved: array<f32>;
@group(0) @binding(8) var<storage, read_write> final_state: array<f32>;

const WORKGROUP = 64u;
// As in src/kernels/recurrent.ts.
const ROWS = 8u;

// Where h belongs with which `row` begins `step`.
fn store_state(direction: u32, row: u32, unit: u32, step: u32, h: f32) {
  if (step < row_length(row)) {
    let position = row_position(direction, row, step);
    saved[(direction * params.batch * params.steps + position) * params.hidden + unit] = h;
  } else {
    final_state[(direction * params.batch + row) * params.hidden + unit] = h;
  }
}

@compute @workgroup_size(WORKGROUP)
fn begin(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.hidden) {
    let h = initial[(id.z * params.batch + id.y) * params.hidden + id.x];
    store_state(id.z, id.y, id.x, 0u, h);
  }
}

@compute @workgroup_size(WORKGROUP)
fn advance(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let direction = group.z;
  let row_begin = group.y * ROWS;
  let row_end = min(row_begin + ROWS, params.batch);
  let hidden = params.hidden;
  let unit = group.x * WORKGROUP + lane;
  let column = min(unit, hidden - 1u);
  let plane = params.directions * params.batch * params.steps * hidden;

  var h_at: array<u32, ROWS>;
  for (var r = 0u; r < ROWS; r++) {
    let row = min(row_begin + r, params.batch - 1u);
    let position = row_position(direction, row, params.step);
    h_at[r] = (direction * params.batch * params.steps + position) * hidden;
  }
  let weight_r = (direction * 3u * hidden + column) * hidden;
  let weight_z = weight_r + hidden * hidden;
  let weight_n = weight_z + hidden * hidden;
  let bias = direction * 3u * hidden + column;
  var product: array<vec3f, ROWS>;
  for (var r = 0u; r < ROWS; r++) {
    product[r] = vec3f(bias_hh[bias], bias_hh[bias + hidden], bias_hh[bias + 2u * hidden]);
  }
  for (var i = 0u; i < hidden; i++) {
    let w = vec3f(weight_hh[weight_r + i], weight_hh[weight_z + i], weight_hh[weight_n + i]);
    for (var r = 0u; r < ROWS; r++) {
      product[r] += saved[h_at[r] + i] * w;
    }
  }
  if (unit >= hidden) {
    return;
  }
  for (var r = 0u; r < ROWS; r++) {
    let row = row_begin + r;
    if (row >= row_end) {
      break;
    }
    let position = row_position(direction, row, params.step);
    let gate = (position * params.directions + direction) * 3u * hidden + unit;
    let output = (position * params.directions + direction) * hidden + unit;
    let state = (direction * params.batch * params.steps + position) * hidden + unit;
    if (params.step < row_length(row)) {
      let h = saved[state];
      let reset = sigmoid(gates[gate] + product[r].x);
      let update = sigmoid(gates[gate + hidden] + product[r].y);
      let candidate = tanh_fit(gates[gate + 2u * hidden] + reset * product[r].z);
      let h_after = candidate + update * (h - candidate);
      gates[gate] = reset;
      gates[gate + hidden] = update;
      gates[gate + 2u * hidden] = candidate;
      y[output] = h_after;
      saved[plane + state] = product[r].z;
      store_state(direction, row, unit, params.step + 1u, h_after);
    } else {
      gates[gate] = 0.0;
      gates[gate + hidden] = 0.0;
      gates[gate + 2u * hidden] = 0.0;
      y[output] = 0.0;
      saved[state] = 0.0;
      saved[plane + state] = 0.0;
    }
  }
}
