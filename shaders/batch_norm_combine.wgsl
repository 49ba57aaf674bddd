// Merges the moments of a batch's shards by a binary tree (Chan, Golub and LeVeque 1979) into the batch's statistics:
// of neighbours a and b of n and m rows, with d = mean_b - mean_a,
//   mean = mean_a + d * m / (n + m),  squares = squares_a + squares_b + d * d * n * m / (n + m)
//
// moments: [shards, 2, channels], means then sums of squared deviations; stats: [2, channels], means then rstds;
// running: [2, channels], means then variances.
// One invocation per channel.

const WORKGROUP = 64u;

struct Moments {
  rows: f32,
  // Less that of the first shard, which keeps the digits of a mean far from zero.
  mean: f32,
  squares: f32,
}

fn merge(a: Moments, b: Moments) -> Moments {
  // Shards after an empty one are empty.
  if (b.rows == 0.0) {
    return a;
  }
  let rows = a.rows + b.rows;
  let share = b.rows / rows;
  let difference = b.mean - a.mean;
  let squares = a.squares + b.squares + difference * difference * a.rows * share;
  return Moments(rows, a.mean + difference * share, squares);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let channel = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (channel >= params.channels) {
    return;
  }
  let shortest = (params.examples - params.longer) / params.shards;
  let shift = moments[channel];
  // Whole subtrees that wait for their right neighbours, the largest first; no two are of one size.
  var waiting = array<Moments, 32>();
  var depth = 0u;
  for (var shard = 0u; shard < params.shards; shard++) {
    let at = 2u * shard * params.channels + channel;
    // The product may not fit 32 bits.
    let rows = f32(shortest + select(0u, 1u, shard < params.longer)) * f32(params.unit);
    var merged = Moments(rows, moments[at] - shift, moments[at + params.channels]);
    for (var subtrees = shard + 1u; subtrees % 2u == 0u; subtrees /= 2u) {
      depth--;
      merged = merge(waiting[depth], merged);
    }
    waiting[depth] = merged;
    depth++;
  }
  for (; depth > 1u; depth--) {
    waiting[depth - 2u] = merge(waiting[depth - 2u], waiting[depth - 1u]);
  }
  let all = waiting[0];
  let mean = shift + all.mean;
  stats[channel] = mean;
  stats[params.channels + channel] = 1.0 / sqrt(all.squares / all.rows + params.epsilon);
  let unbiased = all.squares / max(all.rows - 1.0, 1.0);
  running[channel] += params.momentum * (mean - running[channel]);
  running[params.channels + channel] += params.momentum * (unbiased - running[params.channels + channel]);
}
