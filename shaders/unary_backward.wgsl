// dx = dy * f'(x), elementwise, from x or from y = f(x), whichever is cheaper; dy, x, y, dx: [count].
// One entry point per function, one invocation per four elements.
#import math
#import pointwise

struct Params {
  count: u32,
  op: u32,
  alpha: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<vec4f>;
@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read> y: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> dx: array<vec4f>;

const WORKGROUP = 256u;

fn put(at: Invocation, value: vec4f) {
  store_vector(&dx, params.count, vector_index(at), value);
}

@compute @workgroup_size(WORKGROUP)
fn map_neg(at: Invocation) {
  put(at, -dy[vector_index(at)]);
}

@compute @workgroup_size(WORKGROUP)
fn map_abs(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * sign(x[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_square(at: Invocation) {
  let i = vector_index(at);
  put(at, 2.0 * dy[i] * x[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_sqrt(at: Invocation) {
  let i = vector_index(at);
  put(at, 0.5 * dy[i] / y[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_rsqrt(at: Invocation) {
  let i = vector_index(at);
  let v = y[i];
  put(at, -0.5 * dy[i] * (v * v * v));
}

@compute @workgroup_size(WORKGROUP)
fn map_exp(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * y[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_log(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] / x[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_tanh(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * (1.0 - y[i] * y[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_sigmoid(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * y[i] * (1.0 - y[i]));
}

@compute @workgroup_size(WORKGROUP)
fn map_relu(at: Invocation) {
  let i = vector_index(at);
  put(at, select(dy[i], vec4f(0.0), x[i] <= vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_leaky_relu(at: Invocation) {
  let i = vector_index(at);
  put(at, select(params.alpha * dy[i], dy[i], x[i] > vec4f(0.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_reciprocal(at: Invocation) {
  let i = vector_index(at);
  put(at, -dy[i] * y[i] * y[i]);
}

@compute @workgroup_size(WORKGROUP)
fn map_add_scalar(at: Invocation) {
  put(at, dy[vector_index(at)]);
}

@compute @workgroup_size(WORKGROUP)
fn map_mul_scalar(at: Invocation) {
  put(at, dy[vector_index(at)] * params.alpha);
}

@compute @workgroup_size(WORKGROUP)
fn map_pow_scalar(at: Invocation) {
  let i = vector_index(at);
  put(at, dy[i] * params.alpha * power(x[i], vec4f(params.alpha - 1.0)));
}

@compute @workgroup_size(WORKGROUP)
fn map_clamp_min(at: Invocation) {
  let i = vector_index(at);
  put(at, select(dy[i], vec4f(0.0), x[i] < vec4f(params.alpha)));
}

@compute @workgroup_size(WORKGROUP)
fn map_sign(at: Invocation) {
  put(at, vec4f(0.0));
}
