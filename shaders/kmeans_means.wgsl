// moved[k] = sums[k] / counts[k], or centers[k] where counts[k] is 0; sums, centers, moved: [K, D]. One invocation per element.
#import pointwise

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  if (i >= params.clusters * params.cols) {
    return;
  }
  let rows = counts[i / params.cols];
  if (rows > 0u) {
    moved[i] = sums[i] / f32(rows);
  } else {
    moved[i] = centers[i];
  }
}
