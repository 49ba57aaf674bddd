// With n = (x - mean) * rstd and g = dy * gamma, and means over the positions and channels of a sample's group:
//   dx = rstd * (g - mean(g) - n * mean(g * n)),  dgamma = sum over samples and positions of dy * n,  dbeta = of dy
//
// dy, x, dx: [batch, positions, channels]; gamma, dgamma, dbeta: [channels]; stats: [2, batch, groups], means then rstds.
// `partials` and `input`: one invocation per sample, block of positions and channel. `group_sums`: one workgroup per
// sample and group. `parameters`: one workgroup per channel.
// partial: [batch, blocks, 2, channels], sums of dy * n and of dy; then [batch, groups, 2], means of g and of g * n.
#import group_norm
#import pointwise
#import reduce

const WORKGROUP = 64u;
// Positions of one invocation.
override BLOCK: u32;

fn group_at(group: u32) -> u32 {
  return 2u * (params.batch * blocks() * params.channels + group);
}

@compute @workgroup_size(WORKGROUP)
fn partials(at: Invocation) {
  let own = part_of(vector_index(at));
  if (own.count == 0u) {
    return;
  }
  let mean = stats[own.group];
  let rstd = stats[params.batch * params.groups + own.group];
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var i = 0u; i < own.count; i++) {
    let here = own.start + i * params.channels;
    gamma_sum += dy[here] * ((x[here] - mean) * rstd);
    beta_sum += dy[here];
  }
  let to = partial_at(own.sample, own.block, own.channel);
  partial[to] = gamma_sum;
  partial[to + params.channels] = beta_sum;
}

@compute @workgroup_size(WORKGROUP)
fn group_sums(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
              @builtin(num_workgroups) grid: vec3u) {
  let id = group.y * grid.x + group.x;
  // The whole workgroup has one sample and group, so this is uniform.
  if (id >= params.batch * params.groups) {
    return;
  }
  let width = params.channels / params.groups;
  let first = id % params.groups * width;
  var sum_g = 0.0;
  var sum_gn = 0.0;
  for (var i = lane; i < blocks() * width; i += WORKGROUP) {
    let channel = first + i % width;
    let source = partial_at(id / params.groups, i / width, channel);
    sum_gn += gamma[channel] * partial[source];
    sum_g += gamma[channel] * partial[source + params.channels];
  }
  let count = f32(params.positions * width);
  sum_g = workgroup_sum(lane, sum_g);
  sum_gn = workgroup_sum(lane, sum_gn);
  if (lane == 0u) {
    partial[group_at(id)] = sum_g / count;
    partial[group_at(id) + 1u] = sum_gn / count;
  }
}

@compute @workgroup_size(WORKGROUP)
fn parameters(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
              @builtin(num_workgroups) grid: vec3u) {
  let channel = group.y * grid.x + group.x;
  if (channel >= params.channels) {
    return;
  }
  var gamma_sum = 0.0;
  var beta_sum = 0.0;
  for (var i = lane; i < params.batch * blocks(); i += WORKGROUP) {
    let source = 2u * i * params.channels + channel;
    gamma_sum += partial[source];
    beta_sum += partial[source + params.channels];
  }
  gamma_sum = workgroup_sum(lane, gamma_sum);
  beta_sum = workgroup_sum(lane, beta_sum);
  if (lane == 0u) {
    dgamma[channel] = gamma_sum;
    dbeta[channel] = beta_sum;
  }
}

@compute @workgroup_size(WORKGROUP)
fn input(at: Invocation) {
  let own = part_of(vector_index(at));
  if (own.count == 0u) {
    return;
  }
  let mean = stats[own.group];
  let rstd = stats[params.batch * params.groups + own.group];
  let mean_g = partial[group_at(own.group)];
  let mean_gn = partial[group_at(own.group) + 1u];
  let scale = gamma[own.channel];
  for (var i = 0u; i < own.count; i++) {
    let here = own.start + i * params.channels;
    let normal = (x[here] - mean) * rstd;
    dx[here] = rstd * (dy[here] * scale - mean_g - normal * mean_gn);
  }
}
