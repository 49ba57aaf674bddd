// y += weight (x - y); x, y: [count]. One invocation per four elements.
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  store_vector(&y, params.count, i, y[i] + params.weight * (x[i] - y[i]));
}
