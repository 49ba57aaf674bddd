// y[b, r, c, i, j, o] = cells[b, r + i, c + j, o] / length of the block (r, c)
//
// cells: [B, rows, columns, O]; y: [B, block rows, block columns, rows of a block, columns of a block, O].
// Lengths: 0 sums, 1 sums with roots of the quotients, 2 roots of sums of squares, 3 as 2, then values above 0.2 are cut
// and the length is taken again. One invocation per block.

const WORKGROUP = 64u;
const SUM_SQRT = 1u;
const SQUARES = 2u;
const CLIPPED = 3u;
// As in scikit-image.
const EPSILON = 1e-5;
const CLIP = 0.2;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let block = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let down = params.rows - params.block_rows + 1u;
  let across = params.columns - params.block_columns + 1u;
  let image = block / (down * across);
  if (image >= params.batch) {
    return;
  }
  let line = params.block_columns * params.orientations;
  let size = params.block_rows * line;
  let start = ((image * params.rows + block / across % down) * params.columns + block % across) * params.orientations;
  let to = block * size;

  var sum = 0.0;
  for (var i = 0u; i < size; i++) {
    let value = cells[start + i / line * params.columns * params.orientations + i % line];
    y[to + i] = value;
    sum += select(value, value * value, params.norm >= SQUARES);
  }
  var factor = 1.0 / (sum + EPSILON);
  if (params.norm >= SQUARES) {
    factor = 1.0 / sqrt(sum + EPSILON * EPSILON);
  }
  if (params.norm == CLIPPED) {
    sum = 0.0;
    for (var i = 0u; i < size; i++) {
      let value = y[to + i] * factor;
      let clipped = select(value, CLIP, value > CLIP);
      y[to + i] = clipped;
      sum += clipped * clipped;
    }
    factor = 1.0 / sqrt(sum + EPSILON * EPSILON);
  }
  for (var i = 0u; i < size; i++) {
    let value = y[to + i] * factor;
    if (params.norm == SUM_SQRT) {
      y[to + i] = sqrt(value);
    } else {
      y[to + i] = value;
    }
  }
}
