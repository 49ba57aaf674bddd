// y += weight (x - y); x, y: [count]. One invocation per four elements.
#import pointwise

struct Params {
  count: u32,
  weight: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  store_vector(&y, params.count, i, y[i] + params.weight * (x[i] - y[i]));
}
