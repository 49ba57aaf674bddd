// y[b, i, j, c] = mean, standard deviation and cube root of the mean third power of deviations, of channel c in cell (i, j)
//
// x: [B, H, W, C]; y: [B, rows, columns, C, 3]. One workgroup per cell and channel.
#import grid_cells
#import reduce

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let output = group.y * grid.x + group.x;
  let channel = output % params.channels;
  let cell = cell_at(output / params.channels);
  // The whole workgroup has one cell, so this is uniform.
  if (cell.image >= params.batch) {
    return;
  }
  let across = cell.right - cell.left;
  let pixels = (cell.bottom - cell.top) * across;
  let first = (cell.image * params.height + cell.top) * params.width + cell.left;

  var total = 0.0;
  for (var i = lane; i < pixels; i += WORKGROUP) {
    total += x[(first + i / across * params.width + i % across) * params.channels + channel];
  }
  let mean = workgroup_sum(lane, total) / f32(pixels);
  var squares = 0.0;
  var cubes = 0.0;
  for (var i = lane; i < pixels; i += WORKGROUP) {
    let d = x[(first + i / across * params.width + i % across) * params.channels + channel] - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  let variance = workgroup_sum(lane, squares) / f32(pixels);
  let third = workgroup_sum(lane, cubes) / f32(pixels);
  if (lane == 0u) {
    let size = abs(third);
    // A power of zero need not be zero; one step of Newton's method for the last digits.
    var root = pow(max(size, 1e-36), 1.0 / 3.0);
    root -= (root - size / (root * root)) / 3.0;
    y[3u * output] = mean;
    y[3u * output + 1u] = sqrt(variance);
    y[3u * output + 2u] = select(sign(third) * root, third, size < 1e-36);
  }
}
