// What derivatives of batch normalisation begin with. The kernel has parameters channels and relu, and bindings x, dy, gamma,
// beta and stats.
#import batch_norm

fn channel_of(c: u32) -> Channel {
  return Channel(stats[c], stats[params.channels + c], gamma[c], beta[c]);
}

// dy, or 0 where relu = 1 let nothing through; `normal` is normal_at(i, channel).
fn gradient_at(i: u32, normal: f32, channel: Channel) -> f32 {
  return select(dy[i], 0.0, params.relu != 0u && normal * channel.scale + channel.shift <= 0.0);
}
