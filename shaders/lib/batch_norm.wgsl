// Batch normalisation of one channel. The kernel has the binding x.

struct Channel {
  mean: f32,
  rstd: f32,
  scale: f32,
  shift: f32,
}

fn normal_at(i: u32, channel: Channel) -> f32 {
  return (x[i] - channel.mean) * channel.rstd;
}
