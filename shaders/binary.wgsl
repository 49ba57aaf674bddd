// y = f(a, b), elementwise; y: [size0, size1, size2, size3], dense; a and b by strides, zero where they broadcast.
// One entry point per function, one invocation per four elements of a row (the last axis).
#import binary_ops
#import pointwise

const WORKGROUP = 256u;

// Where an invocation's elements are: `first` in each buffer, and `left` of them, none past the end.
struct Place {
  first: vec3u,
  left: u32,
}

fn place(at: Invocation) -> Place {
  let vectors = (params.size3 + 3u) / 4u;
  let i = vector_index(at);
  let row = i / vectors;
  if (row >= params.size0 * params.size1 * params.size2) {
    return Place(vec3u(0u), 0u);
  }
  let c3 = (i % vectors) * 4u;
  let c2 = row % params.size2;
  let c1 = (row / params.size2) % params.size1;
  let c0 = row / (params.size2 * params.size1);
  let a_first = c0 * params.a_stride0 + c1 * params.a_stride1 + c2 * params.a_stride2 + c3 * params.a_stride3;
  let b_first = c0 * params.b_stride0 + c1 * params.b_stride1 + c2 * params.b_stride2 + c3 * params.b_stride3;
  return Place(vec3u(a_first, b_first, row * params.size3 + c3), min(4u, params.size3 - c3));
}

// Reads past the last element stay inside the binding, and what they give is dropped.
fn a_at(p: Place) -> vec4f {
  let step = params.a_stride3;
  return vec4f(a[p.first.x], a[p.first.x + step], a[p.first.x + 2u * step], a[p.first.x + 3u * step]);
}

fn b_at(p: Place) -> vec4f {
  let step = params.b_stride3;
  return vec4f(b[p.first.y], b[p.first.y + step], b[p.first.y + 2u * step], b[p.first.y + 3u * step]);
}

fn put(p: Place, value: vec4f) {
  for (var i = 0u; i < p.left; i++) {
    y[p.first.z + i] = value[i];
  }
}

@compute @workgroup_size(WORKGROUP)
fn map_add(at: Invocation) {
  let p = place(at);
  put(p, op_add(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_sub(at: Invocation) {
  let p = place(at);
  put(p, op_sub(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_mul(at: Invocation) {
  let p = place(at);
  put(p, op_mul(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_div(at: Invocation) {
  let p = place(at);
  put(p, op_div(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_max(at: Invocation) {
  let p = place(at);
  put(p, op_max(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_min(at: Invocation) {
  let p = place(at);
  put(p, op_min(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_pow(at: Invocation) {
  let p = place(at);
  put(p, op_pow(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_greater(at: Invocation) {
  let p = place(at);
  put(p, op_greater(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_equal(at: Invocation) {
  let p = place(at);
  put(p, op_equal(a_at(p), b_at(p)));
}

@compute @workgroup_size(WORKGROUP)
fn map_keep(at: Invocation) {
  let p = place(at);
  put(p, op_keep(a_at(p), b_at(p)));
}
