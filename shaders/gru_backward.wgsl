// The sweep back through time: with dh the gradient of h' and dn the one before tanh,
//   dn = dh (1 - z) (1 - n^2),  dz = dh (h - n) z (1 - z),  dr = dn hn r (1 - r)
//   gradient of h: dh z + [dr, dz, dn r] W_hh
//
// dy: [B, T, D H]; dfinal, dinitial, carry: [D, B, H]; gates: [B, T, D, 3, H], activated gates in and dr, dz, dn out;
// weight_hh: [D, 3 H, H]; saved: [2, D, B T, H], h then hn in and dn r out; lengths: [B] or [1].
//
// `retreat` runs once per step from the last, with params.step one above it: it multiplies the gradients of
// that later step and makes the step's own of the sum; step 0 leaves the sum in dinitial.
// One invocation owns one unit of ROWS rows: all invocations of a workgroup read the same gradients.
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
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> dfinal: array<f32>;
@group(0) @binding(3) var<storage, read_write> gates: array<f32>;
@group(0) @binding(4) var<storage, read> weight_hh: array<f32>;
@group(0) @binding(5) var<storage, read_write> saved: array<f32>;
@group(0) @binding(6) var<storage, read> lengths: array<u32>;
@group(0) @binding(7) var<storage, read_write> dinitial: array<f32>;
// What reaches h past the gates.
@group(0) @binding(8) var<storage, read_write> carry: array<f32>;

const WORKGROUP = 64u;
// As in src/kernels/recurrent.ts.
const ROWS = 8u;

@compute @workgroup_size(WORKGROUP)
fn retreat(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let direction = group.z;
  let row_begin = group.y * ROWS;
  let row_end = min(row_begin + ROWS, params.batch);
  let hidden = params.hidden;
  let later = params.step;
  let unit = group.x * WORKGROUP + lane;
  let column = min(unit, hidden - 1u);
  let plane = params.directions * params.batch * params.steps * hidden;

  var product: array<f32, ROWS>;
  if (later < params.steps) {
    var gates_at: array<u32, ROWS>;
    var hidden_at: array<u32, ROWS>;
    for (var r = 0u; r < ROWS; r++) {
      let row = min(row_begin + r, params.batch - 1u);
      let position = row_position(direction, row, later);
      gates_at[r] = (position * params.directions + direction) * 3u * hidden;
      hidden_at[r] = plane + (direction * params.batch * params.steps + position) * hidden;
    }
    let weight = direction * 3u * hidden * hidden + column;
    for (var i = 0u; i < 2u * hidden; i++) {
      let w = weight_hh[weight + i * hidden];
      for (var r = 0u; r < ROWS; r++) {
        product[r] += gates[gates_at[r] + i] * w;
      }
    }
    for (var i = 0u; i < hidden; i++) {
      let w = weight_hh[weight + (2u * hidden + i) * hidden];
      for (var r = 0u; r < ROWS; r++) {
        product[r] += saved[hidden_at[r] + i] * w;
      }
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
    let state = (direction * params.batch + row) * hidden + unit;
    var dh = product[r];
    if (later == params.steps) {
      dh += dfinal[state];
    } else {
      dh += carry[state];
    }
    if (later == 0u) {
      dinitial[state] = dh;
      continue;
    }
    let position = row_position(direction, row, later - 1u);
    let gate = (position * params.directions + direction) * 3u * hidden + unit;
    let before = (direction * params.batch * params.steps + position) * hidden + unit;
    if (later - 1u < row_length(row)) {
      dh += dy[(position * params.directions + direction) * hidden + unit];
      let reset = gates[gate];
      let update = gates[gate + hidden];
      let candidate = gates[gate + 2u * hidden];
      let dcandidate = dh * (1.0 - update) * (1.0 - candidate * candidate);
      gates[gate] = dcandidate * saved[plane + before] * reset * (1.0 - reset);
      gates[gate + hidden] = dh * (saved[before] - candidate) * update * (1.0 - update);
      gates[gate + 2u * hidden] = dcandidate;
      saved[plane + before] = dcandidate * reset;
      carry[state] = dh * update;
    } else {
      gates[gate] = 0.0;
      gates[gate + hidden] = 0.0;
      gates[gate + 2u * hidden] = 0.0;
      saved[plane + before] = 0.0;
      carry[state] = dh;
    }
  }
}
