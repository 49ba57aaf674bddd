// With n = (x - mean) * rstd and g = dy * gamma:
//   dx = rstd * (g - mean(g) - n * mean(g * n))
//   dgamma[c] = sum over rows of dy * n,  dbeta[c] = sum over rows of dy
//
// x, dy, dx: [rows, cols]; gamma, dgamma, dbeta: [cols]; stats: [2, rows], means then rstds.
// `input`: one workgroup per row. `partials`: one invocation per column and block of rows;
// `finish`: one invocation per column adds the blocks in order.
// partial: [blocks, 2, cols]
#import compensated
#import reduce

const WORKGROUP = 64u;
// Rows of one partial sum.
override ROW_BLOCK: u32;

@compute @workgroup_size(WORKGROUP)
fn input(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
         @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  if (row >= params.rows) {
    return;
  }
  let start = row * params.cols;
  let mean = stats[row];
  let rstd = stats[params.rows + row];

  var sum_g = vec2f();
  var sum_gn = vec2f();
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    let g = dy[start + c] * gamma[c];
    sum_g = add_term(sum_g, g);
    sum_gn = add_term(sum_gn, g * (x[start + c] - mean) * rstd);
  }
  let mean_g = workgroup_sum(lane, sum_g.x) / f32(params.cols);
  let mean_gn = workgroup_sum(lane, sum_gn.x) / f32(params.cols);

  for (var c = lane; c < params.cols; c += WORKGROUP) {
    let normal = (x[start + c] - mean) * rstd;
    dx[start + c] = (dy[start + c] * gamma[c] - mean_g - normal * mean_gn) * rstd;
  }
}

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  let block = id.y;
  if (column >= params.cols) {
    return;
  }
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  let end = min(params.rows, (block + 1u) * ROW_BLOCK);
  for (var row = block * ROW_BLOCK; row < end; row++) {
    let d = dy[row * params.cols + column];
    gamma_sum += d * (x[row * params.cols + column] - stats[row]) * stats[params.rows + row];
    beta_sum += d;
  }
  partial[(2u * block) * params.cols + column] = gamma_sum;
  partial[(2u * block + 1u) * params.cols + column] = beta_sum;
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  if (column >= params.cols) {
    return;
  }
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  let blocks = (params.rows + ROW_BLOCK - 1u) / ROW_BLOCK;
  for (var block = 0u; block < blocks; block++) {
    gamma_sum += partial[(2u * block) * params.cols + column];
    beta_sum += partial[(2u * block + 1u) * params.cols + column];
  }
  dgamma[column] = gamma_sum;
  dbeta[column] = beta_sum;
}
