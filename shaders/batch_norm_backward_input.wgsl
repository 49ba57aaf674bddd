// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dx = gamma * rstd * (g - dbeta / total - n * dgamma / total)
//
// dy, x, dx: [rows, channels]; gamma, beta, dgamma, dbeta: [channels]; stats: [2, channels], means then rstds.
// One invocation per channel and block of rows.
#import batch_norm_backward
#import pointwise
#import whole_rows

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let part = part_of(vector_index(at));
  let channel = channel_of(part.channel);
  let mean_gn = dgamma[part.channel] / f32(params.total);
  let mean_g = dbeta[part.channel] / f32(params.total);
  for (var i = 0u; i < part.count; i++) {
    let element = part.start + i * params.channels;
    let normal = normal_at(element, channel);
    let g = gradient_at(element, normal, channel);
    dx[element] = channel.scale * channel.rstd * (g - mean_g - normal * mean_gn);
  }
}
