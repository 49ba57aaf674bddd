// y = f(a, b), elementwise, for a and b of y's shape and layout: one row of size3 elements.
// One entry point per function, one invocation per four elements.
#import binary_ops
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

fn put(at: Invocation, value: vec4f) {
  store_vector(&y, params.size3, vector_index(at), value);
}

@compute @workgroup_size(WORKGROUP)
fn map_add(at: Invocation) {
  let i = vector_index(at);
  put(at, op_add(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_sub(at: Invocation) {
  let i = vector_index(at);
  put(at, op_sub(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_mul(at: Invocation) {
  let i = vector_index(at);
  put(at, op_mul(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_div(at: Invocation) {
  let i = vector_index(at);
  put(at, op_div(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_max(at: Invocation) {
  let i = vector_index(at);
  put(at, op_max(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_min(at: Invocation) {
  let i = vector_index(at);
  put(at, op_min(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_pow(at: Invocation) {
  let i = vector_index(at);
  put(at, op_pow(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_greater(at: Invocation) {
  let i = vector_index(at);
  put(at, op_greater(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_equal(at: Invocation) {
  let i = vector_index(at);
  put(at, op_equal(a[i], b[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_keep(at: Invocation) {
  let i = vector_index(at);
  put(at, op_keep(a[i], b[i]));
}
