// y = value; y: [count]. One invocation per four elements.
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  store_vector(&y, params.count, vector_index(at), vec4f(params.value));
}
