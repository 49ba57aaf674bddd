// y[i, c] = x[index[i], c], NaN where index[i] >= rows; x: [rows, cols], index: [count], y: [count, cols].
// One invocation per element of y.
#import nan

struct Params {
  rows: u32,
  cols: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> index: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let at = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (at >= params.count * params.cols) {
    return;
  }
  let row = at / params.cols;
  let picked = index[row];
  if (picked >= params.rows) {
    y[at] = make_nan();
    return;
  }
  y[at] = x[picked * params.cols + at - row * params.cols];
}
