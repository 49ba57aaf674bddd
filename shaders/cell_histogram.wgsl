// y[b, i, j, bin] = share of the values of cell (i, j) that are in the bin
//
// x: [B, H, W, C]; axes: [C, 4], low, factor, bins, and the stride of a combination or the first bin; y: [B, rows,
// columns, length]. One invocation per cell, which counts in its own bins.
#import grid_cells
#import nan

const WORKGROUP = 64u;
// Of a bin's width: what rounding may have put just below a bin is in it.
const EDGE = 1e-5;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let at = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let cell = cell_at(at);
  if (cell.image >= params.batch) {
    return;
  }
  let first = at * params.length;
  for (var i = 0u; i < params.length; i++) {
    y[first + i] = 0.0;
  }
  // NaN once a value is not finite.
  var bad = 0.0;
  for (var row = cell.top; row < cell.bottom; row++) {
    for (var column = cell.left; column < cell.right; column++) {
      let pixel = ((cell.image * params.height + row) * params.width + column) * params.channels;
      var combination = 0u;
      for (var c = 0u; c < params.channels; c++) {
        let value = x[pixel + c];
        bad += nan_unless_finite(value);
        let place = floor((value - axes[4u * c]) * axes[4u * c + 1u] + EDGE);
        let bin = u32(clamp(place, 0.0, axes[4u * c + 2u] - 1.0));
        if (params.joint != 0u) {
          combination += bin * u32(axes[4u * c + 3u]);
        } else {
          y[first + min(u32(axes[4u * c + 3u]) + bin, params.length - 1u)] += 1.0;
        }
      }
      if (params.joint != 0u) {
        y[first + min(combination, params.length - 1u)] += 1.0;
      }
    }
  }
  let counted = (cell.bottom - cell.top) * (cell.right - cell.left) * select(params.channels, 1u, params.joint != 0u);
  for (var i = 0u; i < params.length; i++) {
    y[first + i] = y[first + i] / f32(counted) + bad;
  }
}
