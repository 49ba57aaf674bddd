// y[n, c] = (x[n, c] - mean[c]) * rstd[c] * gamma[c] + beta[c], then max(0, y) with relu = 1
//
// x, y: [rows, channels]; gamma, beta: [channels]; stats: [2, channels], means then rstds;
// running: [2, channels], means then variances.
// `partials`: one invocation per channel and block of rows. `finish`: one workgroup per channel adds the blocks.
// Then batch_norm_normalize.wgsl writes y.
// partial: [blocks, 2, channels]: each block's mean and sum of squared deviations from it.
#import reduce

const WORKGROUP = 64u;
// Rows of one invocation.
override ROW_BLOCK: u32;

fn block_rows(block: u32) -> u32 {
  return min(params.rows - block * ROW_BLOCK, ROW_BLOCK);
}

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let id = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let channel = id % params.channels;
  let block = id / params.channels;
  if (block * ROW_BLOCK >= params.rows) {
    return;
  }
  let start = block * ROW_BLOCK * params.channels + channel;
  let rows = block_rows(block);
  // One pass over differences from the first row. That is safe: no value of a sample is more than
  // sqrt(rows) of its standard deviations from its mean, so the subtraction loses five bits at most.
  let shift = x[start];
  var total = 0.0;
  var squares = 0.0;
  for (var i = 1u; i < rows; i++) {
    let difference = x[start + i * params.channels] - shift;
    total += difference;
    squares += difference * difference;
  }
  let mean = total / f32(rows);
  partial[2u * block * params.channels + channel] = shift + mean;
  partial[(2u * block + 1u) * params.channels + channel] = max(squares - total * mean, 0.0);
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  let channel = group.y * grid.x + group.x;
  // The whole workgroup has one channel, so this is uniform.
  if (channel >= params.channels) {
    return;
  }
  let blocks = (params.rows + ROW_BLOCK - 1u) / ROW_BLOCK;
  let rows = f32(params.rows);
  // Sums of differences from one block's mean keep the digits of a mean far from zero.
  let shift = partial[channel];
  var total = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    total += f32(block_rows(block)) * (partial[2u * block * params.channels + channel] - shift);
  }
  let mean = shift + workgroup_sum(lane, total) / rows;

  var squares = 0.0;
  for (var block = lane; block < blocks; block += WORKGROUP) {
    let difference = partial[2u * block * params.channels + channel] - mean;
    squares += partial[(2u * block + 1u) * params.channels + channel] +
               f32(block_rows(block)) * difference * difference;
  }
  squares = workgroup_sum(lane, squares);
  if (lane == 0u) {
    stats[channel] = mean;
    stats[params.channels + channel] = 1.0 / sqrt(squares / rows + params.epsilon);
    let unbiased = squares / max(rows - 1.0, 1.0);
    running[channel] += params.momentum * (mean - running[channel]);
    running[params.channels + channel] += params.momentum * (unbiased - running[params.channels + channel]);
  }
}
