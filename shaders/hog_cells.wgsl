// cells[b, i, j, o] = sum over the pixels of cell (i, j) whose gradient has direction o, of its magnitude / pixels
//
// x: [B, H, W, C]; ends: [O, 2], cosine and sine of each bin's lower end; cells: [B, rows, columns, O].
// One invocation per cell, which adds into its own bins.
#import nan

const WORKGROUP = 64u;

fn pixel(image: u32, row: u32, column: u32, channel: u32) -> f32 {
  let value = x[((image * params.height + row) * params.width + column) * params.channels + channel];
  if (params.square_root != 0u) {
    return sqrt(value);
  }
  return value;
}

// The difference of two pixels; both are the same one at the image's edges, where it is 0, or NaN.
fn gradient(image: u32, row: u32, column: u32, channel: u32) -> vec2f {
  let rows = row > 0u && row + 1u < params.height;
  let columns = column > 0u && column + 1u < params.width;
  let up = select(row, row - 1u, rows);
  let down = select(row, row + 1u, rows);
  let left = select(column, column - 1u, columns);
  let right = select(column, column + 1u, columns);
  return vec2f(pixel(image, row, right, channel) - pixel(image, row, left, channel),
               pixel(image, down, column, channel) - pixel(image, up, column, channel));
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let cell = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let rows = params.height / params.cell_height;
  let columns = params.width / params.cell_width;
  let image = cell / (rows * columns);
  if (image >= params.batch) {
    return;
  }
  let top = cell / columns % rows * params.cell_height;
  let left = cell % columns * params.cell_width;
  let first = cell * params.orientations;
  for (var o = 0u; o < params.orientations; o++) {
    cells[first + o] = 0.0;
  }
  let share = 1.0 / f32(params.cell_height * params.cell_width);
  for (var row = top; row < top + params.cell_height; row++) {
    for (var column = left; column < left + params.cell_width; column++) {
      var best = gradient(image, row, column, 0u);
      var square = dot(best, best);
      for (var c = 1u; c < params.channels; c++) {
        let other = gradient(image, row, column, c);
        let larger = dot(other, other);
        if (!is_nan(square) && (larger > square || is_nan(larger))) {
          best = other;
          square = larger;
        }
      }
      if (best.y < 0.0 || (best.y == 0.0 && best.x < 0.0)) {
        best = -best;
      }
      var bin = 0u;
      for (var o = 1u; o < params.orientations; o++) {
        bin += select(0u, 1u, ends[2u * o] * best.y >= ends[2u * o + 1u] * best.x);
      }
      cells[first + bin] += sqrt(square) * share;
    }
  }
}
