// y[n, c] = (x[n, c] - mean[c]) / sqrt(variance[c] + epsilon) * gamma[c] + beta[c], then max(0, y) with relu = 1
//
// x, y: [rows, channels]; gamma, beta: [channels]; running: [2, channels], means then variances.
// One invocation per channel and block of rows.
#import batch_norm_normalize
#import pointwise

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let part = part_of(vector_index(at));
  let variance = running[params.channels + part.channel];
  write_normalized(part, running[part.channel], 1.0 / sqrt(variance + params.epsilon));
}
