// y = value; y: [count]. One invocation per four elements.
#import pointwise

struct Params {
  count: u32,
  value: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  store_vector(&y, params.count, vector_index(at), vec4f(params.value));
}
