// y[n, p, c] = (x[n, p, c] - mean[n, g]) * rstd[n, g] * gamma[c] + beta[c], where g is c's group
//
// x, y: [batch, positions, channels]; gamma, beta: [channels]; stats: [2, batch, groups], means then rstds.
// `partials` and `normalize`: one invocation per sample, block of positions and channel.
// `finish`: one workgroup per sample and group adds the blocks of its channels.
// partial: [batch, blocks, 2, channels]: each block's mean and sum of squared deviations from it.
#import group_norm
#import pointwise
#import reduce

const WORKGROUP = 64u;
// Positions of one invocation.
override BLOCK: u32;

@compute @workgroup_size(WORKGROUP)
fn partials(at: Invocation) {
  let own = part_of(vector_index(at));
  if (own.count == 0u) {
    return;
  }
  // One pass over differences from the first element, as in batch_norm_forward.
  let shift = x[own.start];
  var total = 0.0;
  var squares = 0.0;
  for (var i = 1u; i < own.count; i++) {
    let difference = x[own.start + i * params.channels] - shift;
    total += difference;
    squares += difference * difference;
  }
  let mean = total / f32(own.count);
  let to = partial_at(own.sample, own.block, own.channel);
  partial[to] = shift + mean;
  partial[to + params.channels] = max(squares - total * mean, 0.0);
}

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  let id = group.y * grid.x + group.x;
  // The whole workgroup has one sample and group, so this is uniform.
  if (id >= params.batch * params.groups) {
    return;
  }
  let sample = id / params.groups;
  let width = params.channels / params.groups;
  let first = id % params.groups * width;
  let count = f32(params.positions * width);
  // Sums of differences from one block's mean keep the digits of a mean far from zero.
  let shift = partial[partial_at(sample, 0u, first)];
  var total = 0.0;
  for (var i = lane; i < blocks() * width; i += WORKGROUP) {
    let block = i / width;
    total += f32(block_size(block)) * (partial[partial_at(sample, block, first + i % width)] - shift);
  }
  let mean = shift + workgroup_sum(lane, total) / count;

  var squares = 0.0;
  for (var i = lane; i < blocks() * width; i += WORKGROUP) {
    let block = i / width;
    let source = partial_at(sample, block, first + i % width);
    let difference = partial[source] - mean;
    squares += partial[source + params.channels] + f32(block_size(block)) * difference * difference;
  }
  squares = workgroup_sum(lane, squares);
  if (lane == 0u) {
    stats[id] = mean;
    stats[params.batch * params.groups + id] = 1.0 / sqrt(squares / count + params.epsilon);
  }
}

@compute @workgroup_size(WORKGROUP)
fn normalize(at: Invocation) {
  let own = part_of(vector_index(at));
  if (own.count == 0u) {
    return;
  }
  let mean = stats[own.group];
  let rstd = stats[params.batch * params.groups + own.group];
  let scale = gamma[own.channel];
  let shift = beta[own.channel];
  for (var i = 0u; i < own.count; i++) {
    let here = own.start + i * params.channels;
    y[here] = (x[here] - mean) * rstd * scale + shift;
  }
}
