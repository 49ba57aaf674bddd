// y[n, c] = (x[n, c] - mean[n]) * rstd[n] * gamma[c] + beta[c]
//
// x, y: [rows, cols]; gamma, beta: [cols]; stats: [2, rows], means then rstds.
// One workgroup per row.
#import compensated
#import reduce

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  let start = row * params.cols;
  // The whole workgroup has one row, so this is uniform; rows past the end only fill the grid.
  if (row >= params.rows) {
    return;
  }

  var total = vec2f();
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    total = add_term(total, x[start + c]);
  }
  let rough = workgroup_sum(lane, total.x) / f32(params.cols);

  // What the rounded mean lacks, and the squares about it.
  var rest = vec2f();
  var squares = vec2f();
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    let centred = x[start + c] - rough;
    rest = add_term(rest, centred);
    squares = add_term(squares, centred * centred);
  }
  let lacks = workgroup_sum(lane, rest.x) / f32(params.cols);
  let mean = rough + lacks;
  let variance = max(workgroup_sum(lane, squares.x) / f32(params.cols) - lacks * lacks, 0.0);
  let rstd = 1.0 / sqrt(variance + params.epsilon);

  for (var c = lane; c < params.cols; c += WORKGROUP) {
    y[start + c] = (x[start + c] - mean) * rstd * gamma[c] + beta[c];
  }
  if (lane == 0u) {
    stats[row] = mean;
    stats[params.rows + row] = rstd;
  }
}
