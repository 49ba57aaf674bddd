// y[n, c] = (x[n, c] - mean[c]) * rstd[c] * gamma[c] + beta[c], then max(0, y) with relu = 1
//
// x, y: [rows, channels]; gamma, beta: [channels]; stats: [2, channels], means then rstds.
// One invocation per channel and block of rows. batch_norm_forward ends with it, too.
#import batch_norm_normalize
#import pointwise

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let part = part_of(vector_index(at));
  write_normalized(part, stats[part.channel], stats[params.channels + part.channel]);
}
