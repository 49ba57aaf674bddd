// Normalised elements. The kernel has parameters rows, channels and relu, and bindings x, y, gamma and beta.
#import batch_norm
#import nan
#import whole_rows

// Writes a part of y, of a channel with this mean and reciprocal standard deviation.
fn write_normalized(part: Part, mean: f32, rstd: f32) {
  let channel = Channel(mean, rstd, gamma[part.channel], beta[part.channel]);
  for (var i = 0u; i < part.count; i++) {
    let at = part.start + i * params.channels;
    let value = normal_at(at, channel) * channel.scale + channel.shift;
    y[at] = select(value, at_least(value, 0.0), params.relu != 0u);
  }
}
